package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.key.MemoryKeys;
import dev.memwarden.auth.token.IssuerDocuments.Answer;
import dev.memwarden.auth.token.TestIssuer.Key;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Tokens of issuers, whose documents are in a map.
final class IssuerFixture {
  static final String ISSUER = "https://issuer.test/";
  static final String AUDIENCE = "memwarden";

  /// Made once: that takes long.
  static final Key RSA = Key.make("rsa", "RS256");

  final SettableClock clock = new SettableClock();
  final MemoryKeys store = new MemoryKeys();
  final Map<String, Answer> published = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  final List<Identity> arrived = new ArrayList<>();
  final List<Issuer> issuers = new ArrayList<>();
  final TokenJudges judges;
  private final SignatureTurns turns = new SignatureTurns(1);

  IssuerFixture() {
    this(rules());
  }

  /// Issuers whose keys are all [#RSA], until something else is published.
  IssuerFixture(IssuerRules... rules) {
    Map<String, IssuerJudge> byName = new HashMap<>();
    for (IssuerRules one : rules) {
      String base = one.issuer().replaceFirst("/$", "");
      publish(base + "/.well-known/jwks.json", TestIssuer.set(RSA));
      Issuer issuer =
          new Issuer(
              one,
              Optional.of(URI.create(base + "/.well-known/jwks.json")),
              this::get,
              (why, _) -> log.add(why),
              clock);
      issuers.add(issuer);
      byName.put(one.issuer(), new IssuerJudge(issuer, turns, store, arrived::add));
    }
    judges = new TokenJudges(Optional.empty(), byName, clock);
  }

  static IssuerRules rules() {
    return IssuerRules.of(ISSUER, IssuerPreset.GENERIC, Set.of(AUDIENCE));
  }

  void publish(String address, String document) {
    published.put(address, new Answer.Document(document.getBytes(UTF_8)));
  }

  Answer get(URI address, URI near) {
    asked.add(address.toString());
    return published.getOrDefault(address.toString(), new Answer.Absent());
  }

  /// The claims of a good token, with `more` such as `,"scope":"chat"`.
  String claims(String more) {
    return claims(ISSUER, more);
  }

  String claims(String issuer, String more) {
    return "{\"iss\":\"%s\",\"sub\":\"alice\",\"aud\":\"%s\",\"exp\":%d%s}"
        .formatted(issuer, AUDIENCE, clock.instant().getEpochSecond() + 300, more);
  }

  String good() {
    return RSA.sign(claims(""));
  }

  Authentication judge(String token) {
    return judges.authenticate(new Credential.Bearer(Secret.of(token)), Callers.HOME);
  }

  Identity identity(String token) {
    return ((Authenticated) judge(token)).identity();
  }

  /// `kind:id`, or why it was refused.
  String present(String token) {
    return said(judge(token));
  }

  /// The same from memory alone, or `ask` if that has to wait for something.
  String presentCached(String token) {
    return judges
        .ifCached(new Credential.Bearer(Secret.of(token)), Callers.HOME)
        .map(IssuerFixture::said)
        .orElse("ask");
  }

  String actions(String token) {
    return identity(token).ceiling().actions().stream()
        .sorted()
        .map(Action::word)
        .collect(Collectors.joining(","));
  }

  private static String said(Authentication authentication) {
    return switch (authentication) {
      case Authenticated(Identity identity) -> identity.principal().toString();
      case Refused(var why) -> why.name();
    };
  }
}
