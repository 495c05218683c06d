package dev.memwarden.server;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.token.IssuerPreset;
import dev.memwarden.auth.token.IssuerRules;
import dev.memwarden.auth.token.SignatureAlgorithm;
import dev.memwarden.auth.token.TokenRules;
import dev.memwarden.server.issuer.KnownIssuer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Reads the list of issuers: an object for each, see `docs/authentication.md`.
final class IssuerList {
  private IssuerList() {}

  /// The issuers of the list.
  ///
  /// @throws InvalidConfigurationException at the first thing that makes no sense, or if users of
  ///   two of them could meet
  static List<KnownIssuer> parse(String origin, String json) {
    List<JsonNode> entries = IssuerEntry.list(origin, json);
    List<KnownIssuer> issuers = new ArrayList<>();
    for (JsonNode entry : entries) {
      issuers.add(read(new IssuerEntry(origin, issuers.size(), entry)));
    }
    for (int i = 0; i < issuers.size(); i++) {
      for (int j = i + 1; j < issuers.size(); j++) {
        keepApart(origin, issuers, i, j);
      }
    }
    return issuers;
  }

  private static KnownIssuer read(IssuerEntry entry) {
    String issuer = entry.text("issuer").orElseThrow(() -> entry.wrong("issuer", "must be set"));
    URI address = entry.checked("issuer", () -> IssuerConfiguration.issuer(issuer));
    IssuerPreset preset =
        entry
            .text("preset")
            .map(word ->
                IssuerPreset.of(word)
                    .orElseThrow(() ->
                        entry.wrong(
                            "preset",
                            "must be one of: "
                                + Stream.of(IssuerPreset.values())
                                    .map(IssuerPreset::word)
                                    .collect(Collectors.joining(", ")))))
            .orElseGet(() -> IssuerPreset.of(address));
    Optional<URI> keys =
        entry
            .text("jwks-url")
            .map(text -> entry.checked("jwks-url", () -> IssuerConfiguration.address(text)));
    List<String> words = entry.texts("algorithms").orElse(List.of("RS256"));
    Set<SignatureAlgorithm> algorithms =
        entry.checked("algorithms", () -> IssuerConfiguration.algorithms(words));
    IssuerRules rules =
        new IssuerRules(
            issuer,
            preset,
            algorithms,
            new HashSet<>(entry.texts("audience").orElse(List.of())),
            subject(entry, preset),
            tenants(entry),
            scopes(entry),
            new IssuerRules.Roles(
                entry.texts("role-claims").orElse(preset.roleClaims()),
                new HashSet<>(entry.texts("admin-roles").orElse(List.of()))),
            entry.text("leeway").map(text -> leeway(entry, text)).orElse(IssuerRules.LEEWAY));
    entry.rejectUnread();
    return new KnownIssuer(rules, keys);
  }

  private static IssuerRules.Subject subject(IssuerEntry entry, IssuerPreset preset) {
    List<String> claims = entry.texts("subject").orElse(preset.subjectClaims());
    if (claims.isEmpty()) {
      throw entry.wrong("subject", "must name a claim");
    }
    String prefix = entry.text("prefix").orElse("");
    if (!prefix.isEmpty() && !Axis.accepts(prefix)) {
      throw entry.wrong("prefix", "can be no part of an id");
    }
    return new IssuerRules.Subject(claims, prefix);
  }

  private static IssuerRules.Tenants tenants(IssuerEntry entry) {
    List<String> allowed = entry.texts("tenants").orElse(List.of(Principal.DEFAULT_TENANT));
    Optional<String> claim = entry.text("tenant-claim");
    return entry.checked("tenants", () -> new IssuerRules.Tenants(new HashSet<>(allowed), claim));
  }

  private static IssuerRules.Scopes scopes(IssuerEntry entry) {
    Map<String, Set<Action>> meanings = new LinkedHashMap<>();
    entry
        .map("scopes")
        .forEach((scope, actions) ->
            meanings.put(
                scope, entry.checked("scopes", () -> Action.parseList(String.join(",", actions)))));
    return new IssuerRules.Scopes(
        entry.text("scope-prefix").orElse(""),
        meanings,
        entry.flag("require-scopes").orElse(false));
  }

  private static Duration leeway(IssuerEntry entry, String text) {
    return Settings.parseDuration(text)
        .filter(leeway -> leeway.compareTo(TokenRules.MAX_LEEWAY) <= 0)
        .orElseThrow(() -> entry.wrong("leeway", "must be a duration such as 30s, at most 60s"));
  }

  // One of them could otherwise give somebody the id that the other has given to somebody else.
  private static void keepApart(String origin, List<KnownIssuer> issuers, int i, int j) {
    IssuerRules one = issuers.get(i).rules();
    IssuerRules other = issuers.get(j).rules();
    String both = "issuers (" + origin + ") [" + i + "] and [" + j + "] ";
    if (one.issuer().equals(other.issuer())) {
      throw new InvalidConfigurationException(both + "are the same issuer; keep one");
    }
    boolean meet =
        !Collections.disjoint(one.tenants().allowed(), other.tenants().allowed())
            && (one.subject().prefix().startsWith(other.subject().prefix())
                || other.subject().prefix().startsWith(one.subject().prefix()));
    if (meet) {
      throw new InvalidConfigurationException(
          both
              + "speak for the same tenant: each needs a prefix, and none may begin with another's");
    }
  }
}
