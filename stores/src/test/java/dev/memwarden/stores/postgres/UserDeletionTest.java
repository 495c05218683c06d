package dev.memwarden.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Reach;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.User;
import dev.memwarden.stores.Drafts;
import dev.memwarden.stores.HashingEmbedder;
import dev.memwarden.stores.Keys;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Deleting a user who remembers much takes long: that is nobody else's concern, and it comes to an
/// end.
final class UserDeletionTest {
  private static final Principal ALICE = Proofs.user("alice");
  private static final Allow ALICES = Proofs.memoryOf("alice");
  private static final Allow ADMINS =
      Proofs.of(Proofs.admin(), Action.KEYS_MANAGE, Action.USERS_MANAGE);

  /// Limits that a slow statement is beyond.
  private static final String HASTY =
      "?socketTimeout=2&options=-c%20search_path=memwarden,pg_temp%20-c%20statement_timeout=2s";

  private static final String SLOW =
      """
      CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(3); RETURN NULL; END $$;
      CREATE TRIGGER slow BEFORE DELETE ON item EXECUTE FUNCTION slow();
      """;

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private static Optional<User> delete(Stores stores) {
    return stores.users().changeStatus(ADMINS, ALICE, User.Status.DELETED, Proofs.NOON);
  }

  @Test
  void a_deletion_that_waits_keeps_nobody_else_waiting()
      throws SQLException, InterruptedException, ExecutionException {
    try (Stores stores = database.open();
        Connection writer = database.connect();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(stores.keys().insert(ADMINS, Keys.of("hers", ALICE))).isTrue();
      assertThat(stores.keys().insert(ADMINS, Keys.of("his", Proofs.user("bob")))).isTrue();
      writer.setAutoCommit(false);
      Entry.hold(writer, Lock.of(Reach.of(Box.ofUser(Proofs.TENANT, "alice"))));
      Future<Optional<User>> deletion = executor.submit(() -> delete(stores));
      while (!database.isWaitedIn()) {
        assertThat(deletion.isDone()).isFalse();
      }

      stores.audit().append(List.of(event()));
      KeyRecord.Revocation lost = new KeyRecord.Revocation(Proofs.NOON, "lost");
      assertThat(stores.keys().revoke(ADMINS, "his", lost)).isPresent();

      assertThat(deletion.isDone()).isFalse();
      writer.rollback();
      assertThat(deletion.get().map(User::status)).contains(User.Status.DELETED);
      assertThat(stores.keys().find("hers").orElseThrow().key().revocation()).isPresent();
    }
  }

  private static AuditEvent event() {
    return new AuditEvent(
        Proofs.NOON,
        AuditEvent.Kind.ACCESS,
        new Actor(Proofs.TENANT, "user:bob", "api_key", "his"),
        Deed.to("memory:read", "default/bob"),
        Ending.allowed("200"),
        new Correlation("r", "192.0.2.1", "GET /memories"));
  }

  @Test
  void a_deletion_takes_as_long_as_it_takes() throws SQLException {
    PostgresAddress address =
        new PostgresAddress(database.address().url() + HASTY, Cluster.LOGIN, Optional.empty(), 2);
    try (Stores stores =
        PostgresStores.open(
            address,
            database.ring(),
            HashingEmbedder.MODEL,
            HashingEmbedder.DIMENSIONS,
            Proofs.CLOCK)) {
      stores.users().ensure(ADMINS, ALICE, Proofs.NOON);
      assertThat(Drafts.put(stores, ALICES, Drafts.of("alice", "m", "tea"))).hasSize(1);
      int _ = database.run(SLOW);

      assertThat(delete(stores).map(User::status)).contains(User.Status.DELETED);

      assertThat(Drafts.newest(stores, ALICES, 10)).isEmpty();
    }
  }
}
