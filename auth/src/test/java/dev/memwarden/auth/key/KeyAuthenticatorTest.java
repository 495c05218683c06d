package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Network;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.StoreUnavailableException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyAuthenticatorTest {
  private static final Secret CONFIGURED = Secret.of(KeyFixture.CONFIGURED_TEXT);

  private final KeyFixture fixture = new KeyFixture();

  @Test
  void a_key_proves_its_principal_and_carries_its_ceiling() {
    Minting.Minted minted = fixture.mint(Callers.ALICE);

    assertThat(
            fixture.authenticator.authenticate(new Credential.ApiKey(minted.text()), Callers.HOME))
        .isEqualTo(
            new Authenticated(
                new Identity(
                    Callers.ALICE,
                    Set.of(),
                    minted.key().ceiling(),
                    new CredentialRef(CredentialRef.Kind.API_KEY, minted.key().id()))));
  }

  @Test
  void a_proved_key_is_answered_from_memory() {
    Secret key = fixture.mint(Callers.ALICE).text();
    assertThat(fixture.presentCached(key)).isEqualTo("ask");
    assertThat(fixture.present(key)).isEqualTo("alice");
    fixture.store.goDown();

    assertThat(fixture.presentCached(key)).isEqualTo("alice");
    assertThat(fixture.present(key)).isEqualTo("alice");
  }

  @Test
  void a_wrong_check_is_refused_without_a_lookup() {
    String key = fixture.mint(Callers.ALICE).text().revealText();
    Secret broken = Secret.of(key + "0");
    fixture.store.goDown();

    assertThat(fixture.present(broken)).isEqualTo("MALFORMED_KEY");
    assertThat(fixture.presentCached(broken)).isEqualTo("MALFORMED_KEY");
  }

  // Attack 3.5: whoever could tell them apart by their cost would learn which keys there are or
  // were.
  @Test
  void unknown_wrong_revoked_and_disabled_keys_ask_the_store_once_every_time() {
    Minting.Minted minted = fixture.mint(Callers.ALICE);
    Minting.Minted revoked = fixture.mint(Callers.ALICE);
    assertThat(fixture.keys.revoke(fixture.root, revoked.key().id(), "leaked")).isPresent();
    Minting.Minted disabled = fixture.mint(Callers.BOB);
    assertThat(fixture.users.disable(fixture.manageUsers(), Callers.BOB)).isPresent();
    Map<Secret, String> bad =
        Map.of(
            sameIdOtherSecret(minted), "WRONG_SECRET",
            KeyText.mint(fixture.random).text(), "UNKNOWN_KEY",
            revoked.text(), "REVOKED",
            disabled.text(), "DISABLED_PRINCIPAL");
    for (int i = 0; i < 3; i++) {
      bad.forEach((key, reason) -> {
        fixture.store.asked.clear();
        assertThat(fixture.presentCached(key)).isEqualTo("ask");
        assertThat(fixture.store.asked).isEmpty();
        assertThat(fixture.present(key)).isEqualTo(reason);
        assertThat(fixture.store.asked).as(reason).hasSize(1);
      });
      // The key itself is remembered from the first round on.
      assertThat(fixture.present(minted.text())).isEqualTo("alice");
    }
  }

  @Test
  void a_wrong_secret_does_not_make_a_key_remembered() {
    Minting.Minted minted = fixture.mint(Callers.ALICE);

    assertThat(fixture.present(sameIdOtherSecret(minted))).isEqualTo("WRONG_SECRET");
    assertThat(fixture.presentCached(minted.text())).isEqualTo("ask");
  }

  @Test
  void a_remembered_key_still_expires_exactly_on_time() {
    Instant end = SettableClock.NOON.plusSeconds(60);
    Secret key = fixture.mintExpiring(Callers.ALICE, end).text();
    assertThat(fixture.present(key)).isEqualTo("alice");

    fixture.clock.set(end.minusNanos(1));
    assertThat(fixture.presentCached(key)).isEqualTo("alice");
    fixture.clock.set(end);
    assertThat(fixture.presentCached(key)).isEqualTo("EXPIRED");
    assertThat(fixture.present(key)).isEqualTo("EXPIRED");
  }

  @Test
  void a_key_starts_exactly_on_time() {
    Instant start = SettableClock.NOON.plusSeconds(60);
    Ceiling later =
        new Ceiling(
            Action.ALL,
            Box.EVERYWHERE,
            List.of(),
            Optional.of(start),
            Optional.empty(),
            Optional.empty());
    Secret key = fixture.mint(Callers.ALICE, later).text();

    assertThat(fixture.present(key)).isEqualTo("NOT_YET_VALID");
    fixture.clock.set(start.minusNanos(1));
    assertThat(fixture.presentCached(key)).isEqualTo("NOT_YET_VALID");
    fixture.clock.set(start);
    assertThat(fixture.presentCached(key)).isEqualTo("alice");
  }

  @Test
  void a_remembered_key_still_works_from_its_networks_only() {
    Ceiling here =
        new Ceiling(
            Action.ALL,
            Box.EVERYWHERE,
            List.of(Network.parse("192.0.2.0/24")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Credential.ApiKey key = new Credential.ApiKey(fixture.mint(Callers.ALICE, here).text());
    InetAddress away = InetAddress.ofLiteral("198.51.100.1");

    assertThat(fixture.present(key.text())).isEqualTo("alice");
    assertThat(fixture.authenticator.ifCached(key, away).map(KeyFixture::said))
        .contains("FOREIGN_NETWORK");
    assertThat(KeyFixture.said(fixture.authenticator.authenticate(key, away)))
        .isEqualTo("FOREIGN_NETWORK");
  }

  @Test
  void a_revoked_key_is_refused_from_that_moment_on() {
    Minting.Minted minted = fixture.mint(Callers.ALICE);
    assertThat(fixture.present(minted.text())).isEqualTo("alice");

    assertThat(fixture.keys.revoke(fixture.root, minted.key().id(), "leaked")).isPresent();
    assertThat(fixture.presentCached(minted.text())).isEqualTo("ask");
    assertThat(fixture.present(minted.text())).isEqualTo("REVOKED");
    assertThat(fixture.presentCached(minted.text())).isEqualTo("ask");
  }

  @Test
  void a_disabled_or_deleted_user_has_no_working_key() {
    Secret key = fixture.mint(Callers.ALICE).text();
    assertThat(fixture.present(key)).isEqualTo("alice");
    assertThat(fixture.present(CONFIGURED)).isEqualTo("alice");

    assertThat(fixture.users.disable(fixture.manageUsers(), Callers.ALICE)).isPresent();
    assertThat(fixture.present(key)).isEqualTo("DISABLED_PRINCIPAL");
    assertThat(fixture.present(CONFIGURED)).isEqualTo("DISABLED_PRINCIPAL");
    assertThat(fixture.users.enable(fixture.manageUsers(), Callers.ALICE)).isPresent();
    assertThat(fixture.present(key)).isEqualTo("alice");
    assertThat(fixture.present(CONFIGURED)).isEqualTo("alice");
    assertThat(fixture.users.delete(fixture.manageUsers(), Callers.ALICE)).isPresent();
    assertThat(fixture.present(key)).isEqualTo("DISABLED_PRINCIPAL");
    assertThat(fixture.present(CONFIGURED)).isEqualTo("DISABLED_PRINCIPAL");
  }

  @Test
  void a_principal_of_whom_nothing_is_stored_counts_as_active() {
    KeyText text = KeyText.mint(fixture.random);
    fixture.store.put(record(text));

    assertThat(fixture.present(text.text())).isEqualTo("alice");
  }

  @Test
  void a_configured_key_is_answered_from_memory_once_its_grave_was_looked_for() {
    assertThat(fixture.presentCached(CONFIGURED)).isEqualTo("ask");
    assertThat(fixture.present(CONFIGURED)).isEqualTo("alice");
    fixture.store.goDown();
    assertThat(fixture.present(CONFIGURED)).isEqualTo("alice");
    assertThat(fixture.presentCached(CONFIGURED)).isEqualTo("alice");
  }

  @Test
  void a_configured_key_that_was_revoked_stays_so_whatever_the_configuration_says() {
    String id = configuredId();
    assertThat(fixture.present(CONFIGURED)).isEqualTo("alice");
    assertThat(fixture.keys.revoke(fixture.root, id, "leaked")).isPresent();

    assertThat(fixture.present(CONFIGURED)).isEqualTo("REVOKED");
    KeyAuthenticator restarted =
        new KeyAuthenticator(fixture.store, fixture.configured, fixture.clock);
    assertThat(
            KeyFixture.said(
                restarted.authenticate(new Credential.ApiKey(CONFIGURED), Callers.HOME)))
        .isEqualTo("REVOKED");
  }

  @Test
  void any_other_text_is_unknown_and_asked_for_every_time() {
    for (String text :
        List.of("", "x", "' OR 1=1 --", "sks-MTpjNDYw", "*", "sk-alice-test-key-1234")) {
      for (int i = 0; i < 2; i++) {
        fixture.store.asked.clear();
        assertThat(fixture.present(Secret.of(text))).isEqualTo("UNKNOWN_KEY");
        assertThat(fixture.presentCached(Secret.of(text))).isEqualTo("ask");
        assertThat(fixture.store.asked).hasSize(1);
      }
    }
  }

  @Test
  void an_unreachable_store_is_a_fault_and_never_an_answer() {
    Secret key = fixture.mint(Callers.ALICE).text();
    Credential.ApiKey own = new Credential.ApiKey(key);
    Credential.ApiKey configured = new Credential.ApiKey(CONFIGURED);
    Identity unknown = proved(CredentialRef.Kind.API_KEY, "unknown");
    fixture.store.goDown();

    assertThatThrownBy(() -> fixture.authenticator.authenticate(own, Callers.HOME))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> fixture.authenticator.authenticate(configured, Callers.HOME))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> fixture.authenticator.of(unknown))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void a_job_stands_as_long_as_its_key() {
    Instant end = SettableClock.NOON.plusSeconds(3600);
    Minting.Minted minted = fixture.mintExpiring(Callers.ALICE, end);
    String configured = configuredId();

    assertThat(stands(minted.key().id())).isEqualTo("alice");
    assertThat(stands(configured)).isEqualTo("alice");
    assertThat(stands("0000000000000000")).isEqualTo("UNKNOWN_KEY");
    fixture.clock.set(end);
    assertThat(stands(minted.key().id())).isEqualTo("EXPIRED");
    fixture.clock.set(SettableClock.NOON);
    assertThat(fixture.present(minted.text())).isEqualTo("alice");
    fixture.store.asked.clear();
    assertThat(stands(minted.key().id())).isEqualTo("alice");
    assertThat(fixture.store.asked).isEmpty();
    assertThat(fixture.keys.revoke(fixture.root, minted.key().id(), "")).isPresent();
    assertThat(fixture.keys.revoke(fixture.root, configured, "")).isPresent();
    assertThat(stands(minted.key().id())).isEqualTo("REVOKED");
    assertThat(stands(configured)).isEqualTo("REVOKED");
  }

  @Test
  void no_job_stands_on_what_is_no_key() {
    String id = fixture.mint(Callers.ALICE).key().id();

    for (CredentialRef.Kind kind :
        List.of(
            CredentialRef.Kind.CONTROL_SOCKET,
            CredentialRef.Kind.ANONYMOUS,
            CredentialRef.Kind.SHARED_SECRET_JWT)) {
      assertThat(KeyFixture.said(fixture.authenticator.of(proved(kind, id))))
          .isEqualTo("UNKNOWN_KEY");
    }
  }

  @Test
  void uses_are_collected_once_per_key_and_minute() {
    Minting.Minted alice = fixture.mint(Callers.ALICE);
    Minting.Minted bob = fixture.mint(Callers.BOB);
    for (int i = 0; i < 3; i++) {
      fixture.clock.advance(Duration.ofSeconds(7));
      assertThat(fixture.present(alice.text())).isEqualTo("alice");
      assertThat(fixture.present(bob.text())).isEqualTo("bob");
      assertThat(fixture.present(CONFIGURED)).isEqualTo("alice");
    }

    assertThat(fixture.authenticator.drainUses())
        .containsExactlyInAnyOrder(
            new KeyStore.Use(alice.key().id(), SettableClock.NOON),
            new KeyStore.Use(bob.key().id(), SettableClock.NOON));
    assertThat(fixture.authenticator.drainUses()).isEmpty();
    assertThat(fixture.present(alice.text())).isEqualTo("alice");
    assertThat(fixture.authenticator.drainUses()).isEmpty();
    fixture.clock.advance(Duration.ofSeconds(60));
    assertThat(fixture.presentCached(alice.text())).isEqualTo("alice");
    assertThat(fixture.authenticator.drainUses())
        .containsExactly(new KeyStore.Use(alice.key().id(), SettableClock.NOON.plusSeconds(60)));
  }

  @Test
  void a_refused_use_is_no_use() {
    Minting.Minted minted = fixture.mintExpiring(Callers.ALICE, SettableClock.NOON.plusSeconds(1));
    fixture.clock.advance(Duration.ofSeconds(1));

    assertThat(fixture.present(minted.text())).isEqualTo("EXPIRED");
    assertThat(fixture.present(sameIdOtherSecret(minted))).isEqualTo("WRONG_SECRET");
    assertThat(fixture.authenticator.drainUses()).isEmpty();
  }

  private String stands(String id) {
    return KeyFixture.said(fixture.authenticator.of(proved(CredentialRef.Kind.API_KEY, id)));
  }

  private static Identity proved(CredentialRef.Kind kind, String id) {
    return new Identity(Callers.ALICE, Set.of(), Callers.UNLIMITED, new CredentialRef(kind, id));
  }

  private String configuredId() {
    return fixture.configured.find(CONFIGURED).orElseThrow().record().id();
  }

  private static KeyRecord record(KeyText text) {
    return new KeyRecord(
        text.id(),
        Callers.ALICE,
        Optional.empty(),
        Optional.empty(),
        Callers.UNLIMITED,
        KeyHash.of(text.text()),
        SettableClock.NOON,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// A well-formed key with the id of another: what somebody who saw only the id can make.
  private Secret sameIdOtherSecret(Minting.Minted minted) {
    return TestKeys.withId(fixture.random, minted.key().id());
  }
}
