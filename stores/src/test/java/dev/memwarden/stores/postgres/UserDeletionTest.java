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

  /// Writes down how many items each transaction removes.
  private static final String COUNTING =
      """
      CREATE TABLE removed (transaction XID8, items BIGINT);
      CREATE FUNCTION count_removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
      $$ BEGIN
        INSERT INTO memwarden.removed SELECT pg_current_xact_id(), count(*) FROM gone;
        RETURN NULL;
      END $$;
      CREATE TRIGGER count_removed AFTER DELETE ON item REFERENCING OLD TABLE AS gone
      FOR EACH STATEMENT EXECUTE FUNCTION count_removed();
      """;

  /// So many more as there is.
  private static final String MORE =
      """
      INSERT INTO item OVERRIDING SYSTEM VALUE
      SELECT (jsonb_populate_record(i, jsonb_build_object('row', i.row + n, 'id', 'more' || n))).*
      FROM item i, generate_series(1, 2500) n
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
  void a_deletion_goes_on_little_by_little() throws SQLException {
    try (Stores stores = database.open()) {
      stores.users().ensure(ADMINS, ALICE, Proofs.NOON);
      assertThat(Drafts.put(stores, ALICES, Drafts.of("alice", "m", "tea"))).hasSize(1);
      assertThat(database.run(MORE)).isEqualTo(2_500);
      int _ = database.run(COUNTING);

      assertThat(delete(stores).map(User::status)).contains(User.Status.DELETED);

      assertThat(database.number("SELECT sum(items) FROM removed")).isEqualTo(2_501);
      assertThat(database.number("SELECT max(items) FROM removed")).isEqualTo(1_000);
      assertThat(database.number("SELECT count(DISTINCT transaction) FROM removed")).isEqualTo(4);
      assertThat(database.number("SELECT count(*) FROM item")).isZero();
      assertThat(database.number("SELECT count(*) FROM tombstone")).isEqualTo(2_501);
    }
  }
}
