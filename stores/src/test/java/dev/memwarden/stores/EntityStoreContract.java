package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.EntityStore.Page;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.memory.Provenance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [EntityStore] must do.
public abstract class EntityStoreContract extends Contract {
  private static final EntityKind KIND = EntityKind.WORKING_MEMORY;
  private static final Allow ALICES = Proofs.memoryOf("alice");
  private static final Allow BOBS = Proofs.memoryOf("bob");
  private static final Allow ADMINS =
      Proofs.of(Proofs.admin(), Action.MEMORY_READ, Action.MEMORY_WRITE, Action.MEMORY_DELETE);

  /// What the clock of the store shows.
  protected final AtomicReference<Instant> now = new AtomicReference<>(Proofs.NOON);

  private EntityStore entities() {
    return stores().entities();
  }

  private void wait(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private static Place session(String user, String session) {
    return new Place(
        Proofs.TENANT, Optional.of(user), Optional.empty(), Optional.of(session), Optional.empty());
  }

  private static NewEntity of(String user, String id) {
    return of(user, id, "{}");
  }

  private static NewEntity of(String user, String id, String body) {
    return NewEntity.lasting(KIND, id, session(user, id), body);
  }

  private static NewEntity until(String user, String id, Instant end) {
    return new NewEntity(KIND, id, session(user, id), "{}", Optional.of(end));
  }

  private List<String> ids(Allow allow) {
    return entities().list(allow, KIND, 0, 100).entities().stream().map(Entity::id).toList();
  }

  @ParameterizedTest
  @EnumSource
  void what_was_created_is_found_again_after_a_restart(EntityKind kind) {
    Instant end = Proofs.NOON.plusSeconds(5);
    NewEntity draft =
        new NewEntity(kind, "s1", session("alice", "s1"), "{\"a\":\"ü\"}", Optional.of(end));

    Optional<Entity> created = entities().create(ALICES, draft);
    reopen();

    Entity expected =
        new Entity(
            kind,
            "s1",
            session("alice", "s1"),
            "{\"a\":\"ü\"}",
            Proofs.NOON,
            Proofs.NOON,
            Optional.of(end),
            new Provenance("user:alice", "k-alice"));
    assertThat(created).contains(expected);
    assertThat(entities().find(ALICES, kind, "s1")).contains(expected);
    assertThat(entities().list(ALICES, kind, 0, 10)).isEqualTo(new Page(List.of(expected), 1));
  }

  @Test
  void one_that_is_there_is_not_created_again() {
    Optional<Entity> first = entities().create(ALICES, of("alice", "s1", "{\"n\":1}"));

    assertThat(entities().create(ALICES, of("alice", "s1", "{\"n\":2}"))).isEmpty();
    assertThat(entities().find(ALICES, KIND, "s1")).isEqualTo(first);
  }

  @Test
  void putting_replaces_all_but_the_time_of_creation_and_the_number() {
    Entity first = entities().put(ALICES, of("alice", "s1", "{\"n\":1}"));
    Entity _ = entities().put(ALICES, of("alice", "s2"));
    wait(Duration.ofSeconds(1));

    Entity again = entities().put(ADMINS, of("alice", "s1", "{\"n\":2}"));

    assertThat(again.body()).isEqualTo("{\"n\":2}");
    assertThat(again.createdAt()).isEqualTo(first.createdAt());
    assertThat(again.updatedAt()).isEqualTo(now.get());
    assertThat(again.provenance()).isEqualTo(new Provenance("admin:root", "k-root"));
    assertThat(entities().find(ALICES, KIND, "s1")).contains(again);
    assertThat(ids(ALICES)).containsExactly("s1", "s2");
  }

  @Test
  void kinds_and_places_have_ids_of_their_own() {
    Entity own = entities().put(ALICES, of("alice", "s1", "{\"n\":1}"));
    Entity bobs = entities().put(BOBS, of("bob", "s1", "{\"n\":2}"));
    Place label =
        new Place(
            Proofs.TENANT,
            Optional.of("alice"),
            Optional.empty(),
            Optional.of("s1"),
            Optional.of("l"));
    Entity labelled = entities().put(ALICES, NewEntity.lasting(KIND, "s1", label, "{\"n\":3}"));
    Entity other =
        entities()
            .put(ALICES, NewEntity.lasting(EntityKind.SESSION, "s1", session("alice", "s1"), "{}"));

    assertThat(entities().find(ALICES, KIND, "s1")).as("several in reach").isEmpty();
    assertThat(entities().update(ALICES, KIND, "s1", same -> same)).isEmpty();
    assertThat(entities().delete(ALICES, KIND, "s1")).isFalse();
    assertThat(entities().find(ALICES.within(Box.exactly(label)), KIND, "s1")).contains(labelled);
    assertThat(entities().find(ALICES.within(Box.exactly(own.place())), KIND, "s1")).contains(own);
    assertThat(entities().find(ALICES, EntityKind.SESSION, "s1")).contains(other);
    assertThat(entities().find(BOBS, KIND, "s1")).contains(bobs);
  }

  @Test
  void what_is_out_of_reach_is_unknown() {
    Entity alices = entities().put(ALICES, of("alice", "s1", "{\"n\":1}"));
    Allow readOnly = Proofs.of(Proofs.user("alice"), Action.MEMORY_READ);

    assertThat(entities().find(BOBS, KIND, "s1")).isEmpty();
    assertThat(entities().list(BOBS, KIND, 0, 10)).isEqualTo(new Page(List.of(), 0));
    assertThat(entities().number(BOBS, alices)).isZero();
    assertThat(entities().update(BOBS, KIND, "s1", entity -> entity.withBody("x"))).isEmpty();
    assertThat(entities().delete(BOBS, KIND, "s1")).isFalse();
    assertThat(entities().deleteAll(BOBS, KIND)).isZero();
    assertThatIllegalStateException().isThrownBy(() -> entities().create(BOBS, of("alice", "s2")));
    assertThatIllegalStateException().isThrownBy(() -> entities().put(BOBS, of("alice", "s1")));
    assertThatIllegalStateException().isThrownBy(() -> entities().put(readOnly, of("alice", "s1")));
    assertThatIllegalStateException().isThrownBy(() -> entities().delete(readOnly, KIND, "s1"));
    assertThat(entities().find(ALICES, KIND, "s1")).contains(alices);
    assertThat(ids(ADMINS)).containsExactly("s1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Alice", "alice ", "*", "%", "_lice", "älice", "' OR 1=1 --"})
  void owners_and_ids_are_compared_exactly(String other) {
    Entity _ = entities().put(ALICES, of("alice", "alice"));

    assertThat(ids(Proofs.memoryOf(other))).isEmpty();
    assertThat(entities().deleteAll(Proofs.memoryOf(other), KIND)).isZero();
    assertThat(entities().find(ALICES, KIND, other)).isEmpty();
    assertThat(entities().delete(ALICES, KIND, other)).isFalse();
    assertThat(entities().find(ALICES, KIND, "alice")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"0, 2, s1 s2", "1, 2, s2 s3", "2, 2, s3", "3, 2, ''", "0, 0, ''", "-1, 1, s1"})
  void lists_are_in_the_order_of_creation_and_come_in_pages(int offset, int limit, String page) {
    for (int i = 1; i <= 3; i++) {
      Entity _ = entities().put(ALICES, of("alice", "s" + i));
      Entity _ = entities().put(BOBS, of("bob", "b" + i));
    }

    Page listed = entities().list(ALICES, KIND, offset, limit);

    assertThat(String.join(" ", listed.entities().stream().map(Entity::id).toList()))
        .isEqualTo(page);
    assertThat(listed.total()).isEqualTo(3);
  }

  @Test
  void numbers_are_dense_in_the_callers_own_list() {
    Entity _ = entities().put(BOBS, of("bob", "b1"));
    Entity one = entities().put(ALICES, of("alice", "s1"));
    Entity _ = entities().put(BOBS, of("bob", "b2"));
    Entity two = entities().put(ALICES, of("alice", "s2"));

    assertThat(entities().number(ALICES, one)).isEqualTo(1);
    assertThat(entities().number(ALICES, two)).isEqualTo(2);
    assertThat(entities().number(ADMINS, two)).isEqualTo(4);

    assertThat(entities().delete(ALICES, KIND, "s1")).isTrue();
    assertThat(entities().number(ALICES, one)).isZero();
    assertThat(entities().number(ALICES, two)).isEqualTo(1);
  }

  @Test
  void an_update_changes_body_and_end_and_says_who() {
    Entity first = entities().put(ALICES, of("alice", "s1", "{\"n\":1}"));
    wait(Duration.ofSeconds(1));
    Optional<Instant> end = Optional.of(now.get().plusSeconds(1));

    Optional<Entity> updated =
        entities().update(ADMINS, KIND, "s1", entity -> entity.withBody("{\"n\":2}").expiring(end));
    reopen();

    Entity expected =
        new Entity(
            KIND,
            "s1",
            first.place(),
            "{\"n\":2}",
            first.createdAt(),
            now.get(),
            end,
            new Provenance("admin:root", "k-root"));
    assertThat(updated).contains(expected);
    assertThat(entities().find(ALICES, KIND, "s1")).contains(expected);
  }

  @Test
  void an_update_moves_and_renames_nothing() {
    Entity first = entities().put(ALICES, of("alice", "s1"));
    Entity elsewhere = entities().put(BOBS, of("bob", "s2"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> entities().update(ALICES, KIND, "s1", _ -> elsewhere));

    assertThat(entities().find(ALICES, KIND, "s1")).contains(first);
    assertThat(entities().find(BOBS, KIND, "s2")).contains(elsewhere);
  }

  @Test
  void updates_that_come_at_once_come_one_after_the_other() {
    Entity _ = entities().put(ALICES, of("alice", "s1", "0"));
    int times = 200;

    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < times; i++) {
        var _ =
            executor.submit(() ->
                entities()
                    .update(
                        ALICES,
                        KIND,
                        "s1",
                        entity ->
                            entity.withBody(
                                Integer.toString(Integer.parseInt(entity.body()) + 1))));
      }
    }

    assertThat(entities().find(ALICES, KIND, "s1").map(Entity::body))
        .contains(Integer.toString(times));
  }

  @Test
  void one_of_many_creates_it() {
    AtomicReference<Integer> created = new AtomicReference<>(0);

    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        var _ =
            executor.submit(() ->
                entities()
                    .create(ALICES, of("alice", "s1"))
                    .ifPresent(_ -> created.updateAndGet(count -> count + 1)));
      }
    }

    assertThat(created).hasValue(1);
  }

  @Test
  void one_that_has_expired_is_not_there_from_that_very_instant_on() {
    Instant end = Proofs.NOON.plusSeconds(10);
    Entity first = entities().put(ALICES, until("alice", "s1", end));
    Entity lasting = entities().put(ALICES, of("alice", "s2"));
    now.set(end.minusNanos(1_000));
    assertThat(entities().find(ALICES, KIND, "s1")).contains(first);
    assertThat(entities().number(ALICES, lasting)).isEqualTo(2);

    now.set(end);

    for (Allow allow : List.of(ALICES, ADMINS)) {
      assertThat(entities().find(allow, KIND, "s1")).isEmpty();
      assertThat(entities().list(allow, KIND, 0, 10)).isEqualTo(new Page(List.of(lasting), 1));
      assertThat(entities().number(allow, lasting)).isEqualTo(1);
      assertThat(entities().number(allow, first)).isZero();
      assertThat(entities().update(allow, KIND, "s1", entity -> entity.expiring(Optional.empty())))
          .isEmpty();
      assertThat(entities().delete(allow, KIND, "s1")).isFalse();
    }
  }

  @Test
  void what_has_expired_makes_room_for_a_new_one() {
    Instant end = Proofs.NOON.plusSeconds(10);
    Entity _ = entities().put(ALICES, until("alice", "s1", end));
    Entity _ = entities().put(ALICES, until("alice", "s2", end));
    Entity _ = entities().put(ALICES, of("alice", "s3"));
    now.set(end);

    assertThat(entities().create(ALICES, of("alice", "s1")).map(Entity::createdAt)).contains(end);
    assertThat(entities().put(ALICES, of("alice", "s2")).createdAt()).isEqualTo(end);
    assertThat(ids(ALICES)).containsExactly("s3", "s1", "s2");
  }

  @Test
  void what_has_expired_is_removed_and_nothing_else() {
    Instant end = Proofs.NOON.plusSeconds(10);
    for (int i = 0; i < 3; i++) {
      Entity _ = entities().put(ALICES, until("alice", "s" + i, end.plusSeconds(i)));
    }
    Entity _ = entities().put(ALICES, of("alice", "s3"));
    assertThat(entities().removeExpired()).isZero();

    now.set(end.plusSeconds(1));

    assertThat(entities().removeExpired()).isEqualTo(2);
    assertThat(entities().removeExpired()).isZero();
    assertThat(ids(ALICES)).containsExactly("s2", "s3");
  }

  @Test
  void deleting_deletes_what_is_meant() {
    for (String id : List.of("s1", "s2", "s3")) {
      Entity _ = entities().put(ALICES, of("alice", id));
    }
    Entity _ = entities().put(BOBS, of("bob", "s1"));
    Place place = session("alice", "s1");
    Entity _ = entities().put(ALICES, NewEntity.lasting(EntityKind.SESSION, "s1", place, "{}"));

    assertThat(entities().delete(ALICES, KIND, "s1")).isTrue();
    assertThat(entities().delete(ALICES, KIND, "s1")).isFalse();
    reopen();
    assertThat(ids(ALICES)).containsExactly("s2", "s3");
    assertThat(entities().deleteAll(ALICES, KIND)).isEqualTo(2);
    assertThat(ids(ADMINS)).containsExactly("s1");
    assertThat(entities().find(ALICES, EntityKind.SESSION, "s1")).isPresent();
  }

  @Test
  void a_key_for_one_label_sees_that_labels_entities_only() {
    Box label = Box.EVERYWHERE.with(Axis.LABEL, Extent.of("l"));
    Allow limited = Proofs.in(label, Proofs.user("alice"), Action.MEMORY_READ, Action.MEMORY_WRITE);
    Place place =
        new Place(
            Proofs.TENANT,
            Optional.of("alice"),
            Optional.empty(),
            Optional.of("s1"),
            Optional.of("l"));
    Entity _ = entities().put(ALICES, of("alice", "s1"));
    Entity labelled = entities().put(limited, NewEntity.lasting(KIND, "s1", place, "{}"));

    assertThat(entities().find(limited, KIND, "s1")).contains(labelled);
    assertThat(entities().list(limited, KIND, 0, 10).total()).isEqualTo(1);
    assertThatIllegalStateException().isThrownBy(() -> entities().put(limited, of("alice", "s1")));
  }

  @Test
  void bodies_are_bounded_and_ids_are_ids() {
    Entity _ = entities().put(ALICES, of("alice", "s1", "x".repeat(Entity.MAX_BODY_BYTES)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("alice", "s1", "x".repeat(Entity.MAX_BODY_BYTES + 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            entities().update(ALICES, KIND, "s1", entity -> entity.withBody(entity.body() + "x")));
    for (String id : List.of("", "a\n", "x".repeat(257), "\ud800")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NewEntity.lasting(KIND, id, session("alice", "s1"), "{}"));
    }
  }
}
