package dev.memwarden.auth.token;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.key.MemoryKeys;
import dev.memwarden.auth.key.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tokens of a shared secret, judged over a store in memory.
final class TokenFixture {
  final SettableClock clock = new SettableClock();
  final MemoryKeys store = new MemoryKeys();
  final List<Identity> arrived = new ArrayList<>();
  final SharedSecrets secrets = SharedSecrets.of(TestTokens.SECRET, List.of(TestTokens.FORMER));
  final TokenJudges authenticator;

  TokenFixture() {
    this(
        SharedSecretRules.of(
            "default", Set.of("memwarden", "https://memory.test"), false, Duration.ZERO));
  }

  TokenFixture(SharedSecretRules rules) {
    authenticator =
        new TokenJudges(
            Optional.of(new SharedSecretJudge(secrets, rules, store, this::admit)),
            Map.of(),
            clock);
  }

  private void admit(Identity identity) {
    arrived.add(identity);
    store
        .users()
        .ensure(
            Callers.allow(
                Callers.identity(
                    new Principal(Principal.Kind.ADMIN, identity.principal().tenant(), "root"),
                    Callers.UNLIMITED),
                Action.USERS_MANAGE,
                clock),
            identity.principal(),
            clock.instant());
  }

  void store(Principal principal, User.Status status) {
    store.put(new User(principal, status, clock.instant(), clock.instant()));
  }

  Authentication judge(String token) {
    return authenticator.authenticate(new Credential.Bearer(Secret.of(token)), Callers.HOME);
  }

  Identity identity(String token) {
    return ((Authenticated) judge(token)).identity();
  }

  /// `kind:id`, or why it was refused.
  String present(String token) {
    return said(judge(token));
  }

  /// The same from memory alone, or `ask` if a store has to be asked.
  String presentCached(String token) {
    return authenticator
        .ifCached(new Credential.Bearer(Secret.of(token)), Callers.HOME)
        .map(TokenFixture::said)
        .orElse("ask");
  }

  private static String said(Authentication authentication) {
    return switch (authentication) {
      case Authenticated(Identity identity) -> identity.principal().toString();
      case Refused(var why) -> why.name();
    };
  }
}
