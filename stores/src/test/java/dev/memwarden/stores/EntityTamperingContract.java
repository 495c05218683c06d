package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.Job;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.NewEntity;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Entities that were changed behind the program's back are withheld, and jobs are not done.
public abstract class EntityTamperingContract {
  private static final EntityKind KIND = EntityKind.PROFILE;
  private static final Place PLACE = Place.ofUser(Proofs.TENANT, "alice");
  private static final Allow ALICES = Proofs.memoryOf("alice");
  private static final Set<String> KINDS = Set.of("greet");
  private static final Optional<Instant> END = Optional.of(Proofs.NOON.plusSeconds(5));

  /// Opens the same data each time it is called during one test.
  protected abstract Stores open();

  /// Changes one row behind the back of the program, which is closed, without its master key.
  ///
  /// @return how many rows it were
  protected abstract int run(String sql) throws SQLException;

  /// The first column of the first row of a question.
  protected abstract long number(String sql) throws SQLException;

  @BeforeEach
  void two_entities_are_stored_with_a_job_each() {
    try (Stores stores = open()) {
      for (String id : List.of("e1", "e2")) {
        Entity _ =
            stores
                .entities()
                .put(
                    ALICES,
                    new NewEntity(KIND, id, PLACE, "{\"of\":\"" + id + "\"}", END),
                    List.of(new JobRequest("greet", id)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "body = 'planted'",
        "body = 'HUGE'",
        "id = 'e9'",
        "id = '\n'",
        "kind = 'session'",
        "kind = 'nonsense'",
        "tenant = 'other'",
        "\"user\" = 'bob'",
        "agent = 'coach'",
        "session = 's'",
        "label = '\n'",
        "label = 'LONG'",
        "created_at = created_at - 1",
        "updated_at = updated_at + 1",
        "expires_at = expires_at + 1",
        "expires_at = NULL",
        "principal = 'user:bob'",
        "credential = 'k-bob'",
        "stamp = 'nonsense'",
        "stamp = (SELECT stamp FROM entity WHERE id = 'e2')"
      })
  void a_changed_entity_is_withheld(String change) throws SQLException {
    assertThat(run("UPDATE entity SET " + written(change) + " WHERE id = 'e1'")).isOne();

    try (Stores stores = open()) {
      EntityStore entities = stores.entities();
      for (Allow allow : List.of(ALICES, Proofs.memoryOf("bob"))) {
        for (EntityKind kind : EntityKind.values()) {
          assertThat(entities.list(allow, kind, 0, 10).entities())
              .extracting(Entity::id)
              .isSubsetOf("e2");
          assertThat(entities.find(allow, kind, "e1")).isEmpty();
          assertThat(entities.find(allow, kind, "e9")).isEmpty();
          assertThat(entities.update(allow, kind, "e1", same -> same)).isEmpty();
        }
      }
      assertThat(entities.find(ALICES, KIND, "e2")).isPresent();
    }
  }

  @Test
  void what_is_withheld_can_be_replaced_and_says_nothing_any_more() throws SQLException {
    assertThat(run("UPDATE entity SET created_at = 0 WHERE id = 'e1'")).isOne();

    try (Stores stores = open()) {
      NewEntity again = NewEntity.lasting(KIND, "e1", PLACE, "{}");
      assertThat(stores.entities().create(ALICES, again)).as("taken").isEmpty();
      Entity put = stores.entities().put(ALICES, again);

      assertThat(put.createdAt()).isEqualTo(Proofs.NOON);
      assertThat(stores.entities().find(ALICES, KIND, "e1")).contains(put);
    }
  }

  @Test
  void what_is_withheld_can_still_be_deleted() throws SQLException {
    assertThat(run("UPDATE entity SET body = 'x' WHERE id = 'e1'")).isOne();

    try (Stores stores = open()) {
      assertThat(stores.entities().delete(ALICES, KIND, "e1")).isTrue();
      assertThat(stores.entities().deleteAll(ALICES, KIND)).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subject = 'e9'",
        "\"user\" = 'bob'",
        "label = 'l'",
        "label = '\n'",
        "principal = 'root'",
        "principal_kind = 'ADMIN'",
        "principal_kind = 'KING'",
        "principal_tenant = 'other'",
        "roles = 'boss'",
        "actions = '*'",
        "actions = 'nonsense'",
        "box_user = '-'",
        "box_user = ''",
        "box_label = 'l'",
        "networks = '10.0.0.0/8'",
        "not_before = 1",
        "expires_at = 1",
        "credential = 'k-root'",
        "credential_kind = 'ANONYMOUS'",
        "credential_kind = 'nonsense'",
        "stamp = (SELECT stamp FROM job WHERE subject = 'e2')",
        "stamp = ''"
      })
  void a_changed_job_is_not_done_and_does_not_stay(String change) throws SQLException {
    assertThat(run("UPDATE job SET " + written(change) + " WHERE subject = 'e1'")).isOne();

    try (Stores stores = open()) {
      assertThat(stores.jobs().take(KINDS, 10)).extracting(Job::subject).containsExactly("e2");
    }
    assertThat(number("SELECT count(*) FROM job")).isOne();
  }

  @Test
  void a_planted_job_of_another_kind_is_not_done() throws SQLException {
    assertThat(run("UPDATE job SET kind = 'promote' WHERE subject = 'e1'")).isOne();

    try (Stores stores = open()) {
      assertThat(stores.jobs().take(Set.of("promote"), 10)).isEmpty();
    }
  }

  // Longer than an id, and than a body, may be.
  private static String written(String change) {
    // Made there: no statement may be as long.
    String huge =
        "' || replace('%s', '0', '%s') || '".formatted("0".repeat(1_000), "0".repeat(10_000));
    return change.replace("LONG", "0".repeat(400)).replace("HUGE", huge);
  }
}
