package dev.memwarden.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.audit.AuditVerifier;
import dev.memwarden.auth.audit.Verification;
import dev.memwarden.auth.key.AuthorityFeed;
import dev.memwarden.auth.key.Tenant;
import dev.memwarden.auth.key.User;
import dev.memwarden.stores.Keys;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.sql.Suspension;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A database that came back from a backup lets nobody in. Attack 7.1.
final class PostgresSuspensionTest {
  private static final Principal ALICE = new Principal(Principal.Kind.USER, Proofs.TENANT, "alice");
  private static final Allow ADMINS =
      Proofs.of(Proofs.admin(), Action.KEYS_MANAGE, Action.USERS_MANAGE);

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private static Identity admin(String tenant) {
    return Proofs.of(Proofs.admin(tenant), Action.USERS_MANAGE).identity();
  }

  private static User.Status standing(Stores stores) {
    return stores.keys().find("k").flatMap(found -> found.owner()).orElseThrow().status();
  }

  @Test
  void nobody_is_let_in_until_a_tenant_is_enabled_and_no_token_from_before_works()
      throws SQLException {
    try (Stores stores = database.open()) {
      assertThat(stores.keys().insert(ADMINS, Keys.of("k", ALICE))).isTrue();
      assertThat(standing(stores)).isEqualTo(User.Status.ACTIVE);
      AuthorityFeed.Mark before = stores.feed().orElseThrow().last();

      assertThat(
              PostgresStores.suspend(
                  database.address(),
                  database.ring(),
                  Set.of("named"),
                  PostgresSuspensionTest::admin,
                  Proofs.CLOCK))
          .containsExactly(Proofs.TENANT, "named");

      assertThat(standing(stores)).isEqualTo(User.Status.DISABLED);
      assertThat(stores.feed().orElseThrow().after(before).matters()).isTrue();
      assertThat(database.number("SELECT min(change) FROM token_floor"))
          .isGreaterThan(before.seq() + Suspension.LEAP);
      assertThat(stores.tenants().changeStatus(ADMINS, Tenant.Status.ACTIVE, Proofs.NOON))
          .isPresent();
      assertThat(standing(stores)).isEqualTo(User.Status.ACTIVE);
      assertThat(database.number("SELECT max(seq) FROM auth_change"))
          .isEqualTo(database.number("SELECT seq FROM auth_clock"));
      assertThat(
              new AuditVerifier(stores.audit(), database.auditChain(), Proofs.CLOCK)
                  .verify(Optional.empty()))
          .isInstanceOf(Verification.Intact.class);
    }
  }
}
