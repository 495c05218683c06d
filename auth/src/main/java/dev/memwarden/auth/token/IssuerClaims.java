package dev.memwarden.auth.token;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.token.JsonValue.Array;
import dev.memwarden.auth.token.JsonValue.Members;
import dev.memwarden.auth.token.JsonValue.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the verified claims of an issuer's token by its [IssuerRules].
final class IssuerClaims {

  /// Keeps ids of tombstones apart from those of other kinds of token.
  private static final String KIND = "oidc\0";

  private static final Authentication MALFORMED = new Refused(Refusal.MALFORMED_TOKEN);

  private final IssuerRules rules;

  IssuerClaims(IssuerRules rules) {
    this.rules = rules;
  }

  /// Whom they prove at `now`, or why nobody.
  ///
  /// @param text the whole token, which names it if its claims do not
  Authentication judge(Members members, Secret text, Instant now) {
    Optional<Claims> read = Claims.withoutScope(members);
    if (read.isEmpty()) {
      return MALFORMED;
    }
    Claims claims = read.get();
    if (!claims.issuer().equals(Optional.of(rules.issuer()))) {
      return new Refused(Refusal.UNKNOWN_ISSUER);
    }
    if (claims.expiresAt().isEmpty()) {
      return new Refused(Refusal.NO_EXPIRY);
    }
    Optional<Refusal> untimely = TokenLife.refusal(claims, now, rules.leeway());
    if (untimely.isPresent()) {
      return new Refused(untimely.get());
    }
    if (!rules.preset().isAccess(members)) {
      return new Refused(Refusal.WRONG_TOKEN_TYPE);
    }
    return isForUs(claims, members)
        ? proved(claims, members, text)
        : new Refused(Refusal.WRONG_AUDIENCE);
  }

  /// Whom they prove, whether or not they are good now and for this server.
  Authentication proved(Members members, Secret text) {
    return Claims.withoutScope(members)
        .map(claims -> proved(claims, members, text))
        .orElse(MALFORMED);
  }

  private Authentication proved(Claims claims, Members members, Secret text) {
    Optional<String> tenant = tenant(members);
    if (tenant.isEmpty()) {
      return new Refused(Refusal.FOREIGN_TENANT);
    }
    boolean machine = rules.preset().isMachine(members);
    Optional<String> named = machine ? IssuerPreset.client(members) : subject(members);
    if (named.isEmpty()) {
      return new Refused(Refusal.NO_SUBJECT);
    }
    String id = rules.subject().prefix() + named.get();
    Optional<Set<Action>> scope = scope(members, machine);
    if (!Axis.accepts(id) || scope.isEmpty()) {
      return MALFORMED;
    }
    Set<String> roles = roles(members);
    Principal principal = new Principal(kind(machine, roles), tenant.get(), id);
    return new Authenticated(
        new Identity(
            principal,
            prefixed(roles),
            TokenLife.ceiling(
                claims, actions(scope.get(), machine), principal.tenant(), rules.leeway()),
            new CredentialRef(CredentialRef.Kind.OIDC_JWT, TokenId.of(KIND, claims, text))));
  }

  private boolean isForUs(Claims claims, Members members) {
    if (rules.audiences().isEmpty()) {
      return true;
    }
    if (claims.audience().isEmpty() && rules.preset() == IssuerPreset.COGNITO) {
      return IssuerPreset.client(members).filter(rules.audiences()::contains).isPresent();
    }
    return claims.audience().stream().flatMap(List::stream).anyMatch(rules.audiences()::contains);
  }

  private Optional<String> tenant(Members members) {
    Set<String> allowed = rules.tenants().allowed();
    return rules
        .tenants()
        .claim()
        .map(name -> ClaimPath.find(members, name).flatMap(IssuerClaims::text))
        .orElseGet(() -> allowed.stream().findFirst())
        .filter(allowed::contains);
  }

  /// The parts of the subject joined by colons. A part with a colon is none, if there are several:
  /// two subjects could meet.
  private Optional<String> subject(Members members) {
    List<String> names = rules.subject().claims();
    List<String> parts = new ArrayList<>();
    for (String name : names) {
      ClaimPath.find(members, name)
          .flatMap(IssuerClaims::text)
          .filter(part -> !part.isEmpty() && (names.size() == 1 || part.indexOf(':') < 0))
          .ifPresent(parts::add);
    }
    return parts.size() == names.size() ? Optional.of(String.join(":", parts)) : Optional.empty();
  }

  private Principal.Kind kind(boolean machine, Set<String> roles) {
    if (machine) {
      return Principal.Kind.SERVICE;
    }
    return roles.stream().anyMatch(rules.roles().admins()::contains)
        ? Principal.Kind.ADMIN
        : Principal.Kind.USER;
  }

  /// What the scopes of a token come to: for a user whatever policy says if that is nothing.
  private Set<Action> actions(Set<Action> scope, boolean machine) {
    boolean unlimited = scope.isEmpty() && !machine && !rules.scopes().required();
    return unlimited ? Action.ALL : scope;
  }

  /// The actions that the scopes mean; empty if a scope is of another type than it must be.
  private Optional<Set<Action>> scope(Members members, boolean machine) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (String name : rules.preset().scopeClaims(machine)) {
      Optional<JsonValue> claim = members.member(name);
      Optional<List<String>> texts = claim.flatMap(IssuerClaims::texts);
      if (claim.isPresent() && texts.isEmpty()) {
        return Optional.empty();
      }
      texts.stream()
          .flatMap(List::stream)
          .flatMap(text -> Arrays.stream(text.split(" ", -1)))
          .map(word -> meaning(word, machine))
          .forEach(actions::addAll);
    }
    return Optional.of(actions);
  }

  private Set<Action> meaning(String scope, boolean machine) {
    Set<Action> mapped = rules.scopes().meanings().get(scope);
    if (mapped != null) {
      return mapped;
    }
    String prefix = rules.scopes().prefix();
    String word = scope.startsWith(prefix) ? scope.substring(prefix.length()) : scope;
    // To manage a whole tenant takes more than a word that happens to be the same as ours.
    return Action.of(word)
        .filter(action -> !machine || Action.MEMORY_AND_CHAT.contains(action))
        .map(Set::of)
        .orElse(Set.of());
  }

  private Set<String> roles(Members members) {
    Set<String> roles = new HashSet<>();
    for (String name : rules.roles().claims()) {
      ClaimPath.find(members, name).flatMap(IssuerClaims::texts).ifPresent(roles::addAll);
    }
    return roles;
  }

  private Set<String> prefixed(Set<String> roles) {
    Set<String> prefixed = new HashSet<>();
    for (String role : roles) {
      String id = rules.subject().prefix() + role;
      if (Axis.accepts(id)) {
        prefixed.add(id);
      }
    }
    return prefixed;
  }

  private static Optional<String> text(JsonValue value) {
    return value instanceof Text(String text) ? Optional.of(text) : Optional.empty();
  }

  /// One text or a list of texts; empty if it is anything else.
  private static Optional<List<String>> texts(JsonValue value) {
    if (!(value instanceof Array(List<JsonValue> items))) {
      return text(value).map(List::of);
    }
    List<String> texts = items.stream().flatMap(item -> text(item).stream()).toList();
    return texts.size() == items.size() ? Optional.of(texts) : Optional.empty();
  }
}
