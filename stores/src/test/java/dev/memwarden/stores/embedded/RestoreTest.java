package dev.memwarden.stores.embedded;

import static dev.memwarden.stores.embedded.BackupFixture.LATER;
import static dev.memwarden.stores.embedded.BackupFixture.add;
import static dev.memwarden.stores.embedded.BackupFixture.revoke;
import static dev.memwarden.stores.embedded.BackupFixture.works;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.audit.AuditVerifier;
import dev.memwarden.auth.audit.Checkpoint;
import dev.memwarden.auth.audit.Verification;
import dev.memwarden.auth.handshake.Family;
import dev.memwarden.auth.handshake.SigningKeyStore;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.auth.key.Tenant;
import dev.memwarden.auth.key.User;
import dev.memwarden.auth.token.RefreshToken;
import dev.memwarden.auth.token.WorkingTokenId;
import dev.memwarden.stores.Drafts;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.embedded.BackupManifest.Content;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a store grants that was put back: nothing that was revoked since the backup.
final class RestoreTest {
  private static final Since UNKNOWN = new Since.Unknown();
  private static final Since NOTHING = new Since.Nothing();
  private static final SigningKeyStore.Sealed SIGNING =
      new SigningKeyStore.Sealed("s1", "sealed", Proofs.NOON, Proofs.NOON);

  @TempDir Path parent;

  private BackupFixture fixture;
  private Family family;
  private Checkpoint lastExport;

  /// After the backup, one key was revoked and one made, a configured key was revoked, a user was
  /// disabled and one deleted.
  @BeforeEach
  void much_is_revoked_after_the_backup() {
    fixture = new BackupFixture(parent);
    family =
        new Family(
            WorkingTokenId.mintFamily(new SecureRandom()),
            "k-alice",
            Proofs.user("alice"),
            Set.of(),
            Box.ofTenant(Proofs.TENANT),
            Proofs.NOON,
            Proofs.NOON.plus(Duration.ofDays(30)),
            Optional.empty());
    try (Stores stores = Opened.in(fixture.live())) {
      for (String user : List.of("alice", "bob", "carol", "dave")) {
        add(stores, "k-" + user, user);
        Allow allow = Proofs.memoryOf(user);
        assertThat(Drafts.put(stores, allow, Drafts.of(user, "m-" + user, "text"))).hasSize(1);
      }
      stores.signingKeys().replace(SIGNING, List.of(), "test");
      long _ =
          stores
              .families()
              .open(
                  family,
                  new RefreshToken(
                      family.id(), 1, "k-alice", "master", Proofs.NOON, family.endsAt()));
      fixture.make("old", Content.EVERYTHING);
      revoke(stores, "k-bob");
      add(stores, "k-alice-2", "alice");
      stores
          .keys()
          .bury(
              Proofs.managing(),
              Proofs.user("alice"),
              "configured",
              new KeyRecord.Revocation(LATER, "test"));
      status(stores, "carol", User.Status.DISABLED);
      status(stores, "dave", User.Status.DELETED);
      fixture.make("authority", Content.AUTHORITY);
      lastExport = verifier(stores).checkpoint();
    }
  }

  private static void status(Stores stores, String user, User.Status status) {
    Optional<User> changed =
        stores.users().changeStatus(Proofs.managing(), Proofs.user(user), status, LATER);
    assertThat(changed.orElseThrow().status()).isEqualTo(status);
  }

  private AuditVerifier verifier(Stores stores) {
    return new AuditVerifier(stores.audit(), Opened.auditChain(fixture.live()), Proofs.CLOCK);
  }

  private Stores restored() {
    return Opened.in(fixture.back());
  }

  private Since known() {
    return new Since.Known(fixture.backup("authority"));
  }

  @Test
  void nobody_is_let_in_before_an_admin_says_so() {
    assertThat(fixture.restore("old", UNKNOWN).suspended())
        .containsExactly(Proofs.TENANT, "of-an-issuer");

    try (Stores stores = restored()) {
      for (String key : List.of("k-alice", "k-bob", "k-carol", "k-dave")) {
        assertThat(works(stores, key)).as(key).isFalse();
      }
      assertDisabled(stores, Proofs.user("alice"));
      assertDisabled(stores, Proofs.user("never stored"));
      assertDisabled(stores, new Principal(Principal.Kind.USER, "of-an-issuer", "somebody"));
      assertThat(Drafts.newest(stores, Proofs.memoryOf("alice"), 10)).hasSize(1);
    }
  }

  // What is asked about owners of configured keys and of tokens.
  private static void assertDisabled(Stores stores, Principal owner) {
    assertThat(stores.keys().grave("any", owner).owner().orElseThrow().status())
        .isEqualTo(User.Status.DISABLED);
  }

  @Test
  void an_admin_revokes_again_and_enables() {
    fixture.restore("old", UNKNOWN);

    try (Stores stores = restored()) {
      revoke(stores, "k-bob");
      Tenant tenant =
          stores
              .tenants()
              .changeStatus(Proofs.managing(), Tenant.Status.ACTIVE, LATER)
              .orElseThrow();
      assertThat(tenant.status()).isEqualTo(Tenant.Status.ACTIVE);
      assertThat(works(stores, "k-alice")).isTrue();
      assertThat(works(stores, "k-bob")).isFalse();
    }
  }

  @Test
  void what_a_newer_backup_says_was_revoked_stays_so_and_the_rest_works_at_once() {
    assertThat(fixture.restore("old", known()).suspended()).isEmpty();

    try (Stores stores = restored()) {
      assertThat(works(stores, "k-alice")).isTrue();
      assertThat(works(stores, "k-alice-2")).as("made after the backup").isTrue();
      assertThat(works(stores, "k-bob")).as("revoked").isFalse();
      assertThat(works(stores, "k-carol")).as("of a disabled user").isFalse();
      assertThat(works(stores, "k-dave")).as("of a deleted user").isFalse();
      assertThat(stores.keys().isBuried("configured")).isTrue();
      assertThat(Drafts.newest(stores, Proofs.memoryOf("bob"), 10)).hasSize(1);
      assertThat(Drafts.newest(stores, Proofs.memoryOf("dave"), 10)).as("deleted").isEmpty();
    }
  }

  @Test
  void a_newer_backup_of_everything_says_it_too() {
    fixture.make("newer", Content.EVERYTHING);

    fixture.restore("old", new Since.Known(fixture.backup("newer")));

    try (Stores stores = restored()) {
      assertThat(works(stores, "k-alice")).isTrue();
      assertThat(works(stores, "k-bob")).isFalse();
    }
  }

  @Test
  void keys_are_trusted_when_somebody_says_that_nothing_was_revoked() {
    assertThat(fixture.restore("old", NOTHING).suspended()).isEmpty();

    try (Stores stores = restored()) {
      assertThat(works(stores, "k-bob")).isTrue();
    }
  }

  @Test
  void a_tenant_that_was_disabled_before_is_not_among_those_to_enable() {
    try (Stores stores = Opened.in(fixture.live())) {
      Optional<Tenant> _ =
          stores.tenants().changeStatus(Proofs.managing(), Tenant.Status.DISABLED, LATER);
    }
    fixture.make("disabled", Content.EVERYTHING);

    assertThat(fixture.restore("disabled", UNKNOWN).suspended()).containsExactly("of-an-issuer");
  }

  @Test
  void tokens_end_whatever_is_known() throws SQLException {
    long before = RawSql.number(fixture.live(), "SELECT max(seq) FROM auth_change");
    for (Since since : List.of(UNKNOWN, NOTHING, known())) {
      fixture.restore("old", since);
      try (Stores stores = restored()) {
        assertThat(stores.signingKeys().all()).isEmpty();
        // Also those of a token that was minted just before the store was lost.
        assertThat(stores.families().find(family.id()).orElseThrow().floor())
            .isGreaterThan(before + 1_000_000);
        assertThat(stores.families().list(Proofs.managing(), LATER, Slice.first(9))).isEmpty();
        add(stores, "k-new", "alice");
      }
      assertThat(RawSql.number(fixture.back(), "SELECT max(seq) FROM auth_change"))
          .isGreaterThan(before + 1_000_000);
      fixture.empty();
    }
  }

  @Test
  void the_audit_log_is_intact_and_shows_that_it_is_another_branch() {
    fixture.restore("old", UNKNOWN);

    try (Stores stores = restored()) {
      assertThat(verifier(stores).verify(Optional.empty())).isInstanceOf(Verification.Intact.class);
      assertThat(verifier(stores).verify(Optional.of(lastExport)))
          .isInstanceOf(Verification.Broken.class);
      for (int i = 0; i < 30; i++) {
        add(stores, "k-more-" + i, "user-" + i);
      }
      assertThat(verifier(stores).checkpoint().heads().getFirst().seq())
          .isGreaterThan(lastExport.heads().getFirst().seq());
      assertThat(verifier(stores).verify(Optional.of(lastExport)))
          .as("longer than the lost one, and still another")
          .isInstanceOf(Verification.Broken.class);
    }
  }

  @Test
  void a_store_that_came_back_in_another_way_is_suspended_too() {
    List<String> suspended = fixture.in(fixture.live(), fixture.ring(), Restore::suspend);

    assertThat(suspended).containsExactly(Proofs.TENANT, "of-an-issuer");
    try (Stores stores = Opened.in(fixture.live())) {
      assertThat(works(stores, "k-alice")).isFalse();
      assertThat(stores.signingKeys().all()).isEmpty();
    }
  }
}
