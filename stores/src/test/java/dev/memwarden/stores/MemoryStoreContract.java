package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryStore;
import dev.memwarden.memory.MemoryStore.Counts;
import dev.memwarden.memory.MemoryStore.Version;
import dev.memwarden.memory.Outcome.Effect;
import dev.memwarden.memory.Outcome.Event;
import dev.memwarden.memory.Provenance;
import dev.memwarden.memory.Relation;
import dev.memwarden.memory.Totals;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [MemoryStore] must do.
public abstract class MemoryStoreContract extends Contract {
  protected static final Instant NOON = Proofs.NOON;
  private static final Instant LATER = NOON.plusSeconds(60);
  protected static final Allow ALICES = Proofs.memoryOf("alice");
  protected static final Allow BOBS = Proofs.memoryOf("bob");
  private static final Allow ADMINS =
      Proofs.of(Proofs.admin(), Action.MEMORY_READ, Action.MEMORY_WRITE, Action.MEMORY_DELETE);
  private static final Relation LIKES = new Relation("alice", "likes", "tennis");

  protected final MemoryStore memories() {
    return stores().memories();
  }

  protected final Memory add(Allow allow, Draft draft) {
    return Drafts.put(stores(), allow, draft).getFirst().memory();
  }

  @Test
  void what_was_added_is_found_again_after_a_restart() {
    Memory added = add(ALICES, Drafts.of("alice", "m1", "  I play tennis "));
    reopen();

    assertThat(added)
        .isEqualTo(
            new Memory(
                "m1",
                Place.ofUser(Proofs.TENANT, "alice"),
                "  I play tennis ",
                "{}",
                "8f0e709689070145a3f6db5b2947ee2d" + "b791c11a507de8b4f3669c6b9d246bad",
                1,
                NOON,
                NOON,
                new Provenance("user:alice", "k-alice")));
    assertThat(memories().find(ALICES, Kind.MEMORY, "m1")).contains(added);
    assertThat(Drafts.newest(stores(), ALICES, 10)).containsExactly(added);
  }

  @Test
  void the_same_trimmed_text_in_the_same_place_is_a_duplicate() {
    Memory first = add(ALICES, Drafts.of("alice", "m1", "I play tennis"));

    List<Effect> again =
        Drafts.put(
            stores(),
            ALICES,
            LATER,
            Drafts.of("alice", "m2", " I play tennis\n"),
            Drafts.of("alice", "m3", "I Play Tennis"),
            Drafts.of("alice", "m4", "I Play Tennis"),
            Drafts.draft("m5", Drafts.place("alice", "coach"), "I play tennis"));

    assertThat(again)
        .extracting(Effect::event)
        .containsExactly(Event.NONE, Event.ADD, Event.NONE, Event.ADD);
    assertThat(again.getFirst().memory()).isEqualTo(first);
    assertThat(again)
        .extracting(added -> added.memory().id())
        .containsExactly("m1", "m3", "m3", "m5");
    assertThat(Drafts.newest(stores(), ALICES, 10))
        .extracting(Memory::id)
        .containsExactly("m5", "m3", "m1");
  }

  @Test
  void a_draft_beyond_the_proof_is_a_bug_and_nothing_is_stored() {
    Draft good = Drafts.of("alice", "m1", "one");

    assertThatIllegalStateException()
        .isThrownBy(
            () -> memories().put(ALICES, List.of(good, Drafts.of("bob", "m2", "two")), NOON));

    assertThat(memories().find(ALICES, Kind.MEMORY, "m1")).isEmpty();
  }

  @Test
  void two_owners_may_choose_the_same_id() {
    Memory alices = add(ALICES, Drafts.of("alice", "m1", "alice's text"));
    Memory bobs = add(BOBS, Drafts.of("bob", "m1", "bob's text"));

    assertThat(memories().find(ALICES, Kind.MEMORY, "m1")).contains(alices);
    assertThat(memories().find(BOBS, Kind.MEMORY, "m1")).contains(bobs);
    assertThat(memories().find(ADMINS, Kind.MEMORY, "m1")).as("several in reach").isEmpty();
    assertThat(memories().update(ADMINS, Kind.MEMORY, "m1", Drafts.revision("x"), NOON).done())
        .isEmpty();
    assertThat(memories().delete(ADMINS, Kind.MEMORY, "m1", NOON)).isFalse();

    assertThat(memories().delete(ALICES, Kind.MEMORY, "m1", NOON)).isTrue();
    assertThat(memories().find(BOBS, Kind.MEMORY, "m1")).contains(bobs);
    assertThat(memories().find(ADMINS, Kind.MEMORY, "m1")).contains(bobs);
  }

  @Test
  void what_is_out_of_reach_is_unknown() {
    Memory alices = add(ALICES, Drafts.of("alice", "m1", "secret", LIKES));
    Allow readOnly = Proofs.of(Proofs.user("alice"), Action.MEMORY_READ);

    assertThat(memories().find(BOBS, Kind.MEMORY, "m1")).isEmpty();
    assertThat(Drafts.newest(stores(), BOBS, 10)).isEmpty();
    assertThat(memories().read(BOBS, List.of(1L, 2L))).isEmpty();
    assertThat(memories().update(BOBS, Kind.MEMORY, "m1", Drafts.revision("x"), NOON).done())
        .isEmpty();
    assertThat(memories().delete(BOBS, Kind.MEMORY, "m1", NOON)).isFalse();
    assertThat(memories().deleteAll(BOBS, Drafts.MEMORIES, NOON)).isZero();
    assertThat(memories().history(BOBS, Kind.MEMORY, "m1")).isEmpty();
    assertThat(memories().relations(BOBS, 10)).isEmpty();
    assertThat(memories().count(BOBS)).isEqualTo(new Counts(0, 0));
    assertThatIllegalStateException()
        .isThrownBy(() -> memories().delete(readOnly, Kind.MEMORY, "m1", NOON));
    assertThat(memories().find(ALICES, Kind.MEMORY, "m1")).contains(alices);
  }

  @Test
  void a_key_for_one_agent_sees_that_agents_places_only() {
    Memory _ = add(ALICES, Drafts.of("alice", "own", "one"));
    Memory coach = add(ALICES, Drafts.draft("c", Drafts.place("alice", "coach"), "two"));
    Memory _ = add(ALICES, Drafts.draft("n", Drafts.place("alice", "nurse"), "three"));
    Box box = Box.EVERYWHERE.with(Axis.AGENT, Extent.of("coach"));
    Allow coaches = Proofs.in(box, Proofs.user("alice"), Action.MEMORY_READ, Action.MEMORY_DELETE);

    assertThat(Drafts.newest(stores(), coaches, 10)).containsExactly(coach);
    assertThat(memories().deleteAll(coaches, Drafts.MEMORIES, NOON)).isOne();
    assertThat(Drafts.newest(stores(), ALICES, 10))
        .extracting(Memory::id)
        .containsExactly("n", "own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Alice", "alice ", "*", "%", "_lice", "a%", "älice", "' OR 1=1 --"})
  void owners_are_compared_exactly(String other) {
    Memory _ = add(ALICES, Drafts.of("alice", "m1", "mine"));
    Allow others = Proofs.memoryOf(other);

    assertThat(Drafts.newest(stores(), others, 10)).isEmpty();
    assertThat(memories().deleteAll(others, Drafts.MEMORIES, NOON)).isZero();
    assertThat(memories().find(others, Kind.MEMORY, "m1")).isEmpty();
    assertThat(memories().find(ALICES, Kind.MEMORY, "m1")).isPresent();
  }

  @Test
  void composed_and_decomposed_letters_are_different_owners() {
    Memory _ = add(Proofs.memoryOf("é"), Drafts.of("é", "m1", "mine"));

    assertThat(Drafts.newest(stores(), Proofs.memoryOf("e\u0301"), 10)).isEmpty();
  }

  @Test
  void rows_are_read_in_the_order_asked_for() {
    for (int i = 1; i <= 3; i++) {
      Memory _ = add(ALICES, Drafts.of("alice", "m" + i, "text " + i));
    }
    Memory _ = add(BOBS, Drafts.of("bob", "b", "bob"));

    assertThat(memories().read(ALICES, List.of(3L, 99L, 1L, 4L, 2L)))
        .extracting(Memory::id)
        .containsExactly("m3", "m1", "m2");
  }

  @Test
  void lists_are_newest_first_and_bounded() {
    for (int i = 1; i <= 3; i++) {
      Memory _ = add(ALICES, Drafts.of("alice", "m" + i, "text " + i));
    }

    assertThat(Drafts.newest(stores(), ALICES, 2))
        .extracting(Memory::id)
        .containsExactly("m3", "m2");
    assertThat(Drafts.newest(stores(), ALICES, 0)).isEmpty();
  }

  @Test
  void an_update_makes_a_new_version_and_keeps_the_old_one() {
    Draft draft = Drafts.of("alice", "m1", "old", LIKES).withMetadata("{\"a\":1}");
    Memory _ = add(ALICES, draft);

    Relation now = new Relation("alice", "likes", "golf");
    Memory updated =
        memories()
            .update(ALICES, Kind.MEMORY, "m1", Drafts.revision("new", now), LATER)
            .done()
            .orElseThrow();
    reopen();

    assertThat(updated.text()).isEqualTo("new");
    assertThat(updated.metadata()).isEqualTo("{\"a\":1}");
    assertThat(updated.version()).isEqualTo(2);
    assertThat(updated.createdAt()).isEqualTo(NOON);
    assertThat(updated.updatedAt()).isEqualTo(LATER);
    assertThat(memories().find(ALICES, Kind.MEMORY, "m1")).contains(updated);
    Provenance alice = new Provenance("user:alice", "k-alice");
    assertThat(memories().history(ALICES, Kind.MEMORY, "m1"))
        .containsExactly(
            new Version(1, "old", "{\"a\":1}", "{}", NOON, alice),
            new Version(2, "new", "{\"a\":1}", "{}", LATER, alice));
    assertThat(memories().relations(ALICES, 10)).containsExactly(now);
  }

  @Test
  void an_update_may_say_what_a_neighbour_says() {
    Memory _ = add(ALICES, Drafts.of("alice", "m1", "one"));
    Memory _ = add(ALICES, Drafts.of("alice", "m2", "two"));

    assertThat(memories().update(ALICES, Kind.MEMORY, "m2", Drafts.revision("one"), LATER).done())
        .isPresent();
    assertThat(Drafts.put(stores(), ALICES, LATER, Drafts.of("alice", "m3", "two")))
        .extracting(Effect::event)
        .containsExactly(Event.ADD);
  }

  @Test
  void an_update_by_somebody_else_says_so() {
    Memory _ = add(ALICES, Drafts.of("alice", "m1", "one"));

    Optional<Memory> updated =
        memories().update(ADMINS, Kind.MEMORY, "m1", Drafts.revision("two"), LATER).done();

    assertThat(updated.map(Memory::provenance)).contains(new Provenance("admin:root", "k-root"));
    assertThat(updated.map(Memory::place)).contains(Place.ofUser(Proofs.TENANT, "alice"));
  }

  @Test
  void a_deleted_memory_is_gone_with_its_history_and_relations_and_its_id_is_free() {
    Memory _ = add(ALICES, Drafts.of("alice", "m1", "one", LIKES));
    assertThat(
            memories()
                .update(ALICES, Kind.MEMORY, "m1", Drafts.revision("two", LIKES), LATER)
                .done())
        .isPresent();

    assertThat(memories().delete(ALICES, Kind.MEMORY, "m1", LATER)).isTrue();
    assertThat(memories().delete(ALICES, Kind.MEMORY, "m1", LATER)).isFalse();
    reopen();

    assertThat(memories().find(ALICES, Kind.MEMORY, "m1")).isEmpty();
    assertThat(memories().history(ALICES, Kind.MEMORY, "m1")).isEmpty();
    assertThat(memories().relations(ALICES, 10)).isEmpty();
    assertThat(add(ALICES, Drafts.of("alice", "m1", "three")).version()).isEqualTo(1);
    assertThat(memories().history(ALICES, Kind.MEMORY, "m1")).hasSize(1);
  }

  @Test
  void deleting_all_deletes_all_in_reach_and_says_how_many() {
    Memory _ = add(ALICES, Drafts.of("alice", "m1", "one"));
    Memory _ = add(ALICES, Drafts.of("alice", "m2", "two"));
    Memory _ = add(BOBS, Drafts.of("bob", "m1", "one"));

    assertThat(memories().deleteAll(ALICES, Drafts.MEMORIES, NOON)).isEqualTo(2);
    assertThat(Drafts.newest(stores(), ALICES, 10)).isEmpty();
    assertThat(Drafts.newest(stores(), BOBS, 10)).hasSize(1);
  }

  @Test
  void relations_are_newest_first_different_and_bounded() {
    Relation lives = new Relation("alice", "lives_in", "Berlin");
    Memory _ = add(ALICES, Drafts.of("alice", "m1", "one", LIKES));
    Memory _ = add(ALICES, Drafts.of("alice", "m2", "two", lives));
    Memory _ = add(ALICES, Drafts.of("alice", "m3", "three", LIKES));

    assertThat(memories().relations(ALICES, 10)).containsExactly(LIKES, lives);
    assertThat(memories().relations(ALICES, 1)).containsExactly(LIKES);
    assertThat(memories().count(ALICES)).isEqualTo(new Counts(3, 2));
    assertThat(memories().delete(ALICES, Kind.MEMORY, "m3", NOON)).isTrue();
    assertThat(memories().relations(ALICES, 10)).containsExactly(lives, LIKES);
  }

  @Test
  void what_a_service_keeps_for_itself_is_no_users() {
    Place none =
        new Place(
            Proofs.TENANT, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    Allow services = Proofs.of(Proofs.service("ingest"), Action.MEMORY_READ, Action.MEMORY_WRITE);
    Memory own = add(services, Drafts.draft("m1", none, "own"));

    assertThat(memories().find(services, Kind.MEMORY, "m1")).contains(own);
    assertThat(memories().find(ALICES, Kind.MEMORY, "m1")).isEmpty();
    assertThat(stores().totals().totals()).isEqualTo(new Totals(1, 0));
  }

  @Test
  void totals_count_owners_once() {
    assertThat(stores().totals().totals()).isEqualTo(new Totals(0, 0));

    Memory _ = add(ALICES, Drafts.of("alice", "m1", "one"));
    Memory _ = add(ALICES, Drafts.of("alice", "m2", "two"));
    Memory _ = add(BOBS, Drafts.of("bob", "m1", "one"));

    assertThat(stores().totals().totals()).isEqualTo(new Totals(3, 2));
  }
}
