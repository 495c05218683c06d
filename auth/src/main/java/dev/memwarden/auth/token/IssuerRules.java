package dev.memwarden.auth.token;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the tokens of one issuer must say, and whom they prove.
///
/// @param issuer `iss`, compared exactly
/// @param preset what kind of issuer it is
/// @param algorithms the only ones that its tokens may be signed with
/// @param audiences names of this server, one of which a token must be for; empty takes tokens for
///   anybody
/// @param leeway how far the clock of the issuer may be off
public record IssuerRules(
    String issuer,
    IssuerPreset preset,
    Set<SignatureAlgorithm> algorithms,
    Set<String> audiences,
    Subject subject,
    Tenants tenants,
    Scopes scopes,
    Roles roles,
    Duration leeway) {

  /// How far clocks are off at most where nothing else is said.
  public static final Duration LEEWAY = Duration.ofSeconds(30);

  /// @throws IllegalArgumentException if there is no algorithm, or the leeway is negative or above
  ///   [TokenRules#MAX_LEEWAY]
  public IssuerRules {
    algorithms = Set.copyOf(algorithms);
    audiences = Set.copyOf(audiences);
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException("there is no algorithm");
    }
    if (leeway.isNegative() || leeway.compareTo(TokenRules.MAX_LEEWAY) > 0) {
      throw new IllegalArgumentException("a leeway is between 0 and " + TokenRules.MAX_LEEWAY);
    }
  }

  /// The rules for an issuer about which nothing is said beyond its name: RS256, the default
  /// tenant, ids as the issuer gives them.
  public static IssuerRules of(String issuer, IssuerPreset preset, Set<String> audiences) {
    return new IssuerRules(
        issuer,
        preset,
        Set.of(SignatureAlgorithm.RS256),
        audiences,
        new Subject(preset.subjectClaims(), ""),
        new Tenants(Set.of(Principal.DEFAULT_TENANT), Optional.empty()),
        new Scopes("", Map.of(), false),
        new Roles(preset.roleClaims(), Set.of()),
        LEEWAY);
  }

  /// Which claims make an id.
  ///
  /// @param claims joined by colons
  /// @param prefix before every id and role of this issuer, so that those of several do not meet
  public record Subject(List<String> claims, String prefix) {
    public Subject {
      claims = List.copyOf(claims);
    }
  }

  /// For whom the issuer may speak.
  ///
  /// @param allowed the tenants
  /// @param claim names one of them; empty if there is only one
  public record Tenants(Set<String> allowed, Optional<String> claim) {

    /// @throws IllegalArgumentException if there is no tenant, one is no [Axis] value, or several
    ///   could not be told apart
    public Tenants {
      allowed = Set.copyOf(allowed);
      if (allowed.isEmpty() || !allowed.stream().allMatch(Axis::accepts)) {
        throw new IllegalArgumentException("must be a list of ids");
      }
      if (allowed.size() > 1 && claim.isEmpty()) {
        throw new IllegalArgumentException("must be one, unless a claim names which");
      }
    }
  }

  /// What scopes mean.
  ///
  /// @param prefix left out where a scope begins with it
  /// @param meanings actions by scope, beside the words of actions themselves
  /// @param required whether a user without any scope that means something may do nothing
  public record Scopes(String prefix, Map<String, Set<Action>> meanings, boolean required) {
    public Scopes {
      meanings =
          meanings.entrySet().stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    }
  }

  /// Which roles somebody has.
  ///
  /// @param claims lists of them, or single ones; dots lead into objects
  /// @param admins roles whose holders are admins
  public record Roles(List<String> claims, Set<String> admins) {
    public Roles {
      claims = List.copyOf(claims);
      admins = Set.copyOf(admins);
    }
  }
}
