package dev.memwarden.auth.key;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Everything about keys, wired as the server does it, over a store in memory.
final class KeyFixture {
  static final String CONFIGURED_TEXT = "sk-alice-test-key-12345";

  final SettableClock clock = new SettableClock();
  final SecureRandom random = new SecureRandom();
  final MemoryKeys store = new MemoryKeys();
  final MasterKeyRing ring = MasterKeyRing.generate(random);
  final ConfiguredKeys configured =
      ConfiguredKeys.of(
          ring,
          List.of(new ConfiguredKeys.Setting(Secret.of(CONFIGURED_TEXT), Callers.ALICE)),
          clock.instant());
  final KeyAuthenticator authenticator = new KeyAuthenticator(store, configured, clock);
  final KeyService keys = new KeyService(store, configured, authenticator, random, clock);
  final UserService users = new UserService(store.users(), authenticator, clock);
  final Allow root = manage(Callers.identity(Callers.ROOT, Callers.UNLIMITED));

  Allow manage(Identity who) {
    return Callers.allow(who, Action.KEYS_MANAGE, clock);
  }

  Allow manageUsers() {
    return Callers.allow(
        Callers.identity(Callers.ROOT, Callers.UNLIMITED), Action.USERS_MANAGE, clock);
  }

  Minting.Minted mint(Principal owner, Ceiling ceiling) {
    NewKey wanted = new NewKey(owner, Optional.of("laptop"), Optional.empty(), ceiling);
    return (Minting.Minted) keys.mint(root, wanted);
  }

  Minting.Minted mint(Principal owner) {
    return mint(owner, Callers.UNLIMITED);
  }

  Minting.Minted mintExpiring(Principal owner, Instant end) {
    return mint(owner, Callers.UNLIMITED.expiring(Optional.of(end)));
  }

  /// The user's id, or why it was refused.
  String present(Secret text) {
    return said(authenticator.authenticate(new Credential.ApiKey(text), Callers.HOME));
  }

  /// The same from memory alone, or `ask` if a store has to be asked.
  String presentCached(Secret text) {
    return authenticator
        .ifCached(new Credential.ApiKey(text), Callers.HOME)
        .map(KeyFixture::said)
        .orElse("ask");
  }

  static String said(Authentication authentication) {
    return switch (authentication) {
      case Authenticated(var identity) -> identity.principal().id();
      case Refused(var why) -> why.name();
    };
  }
}
