package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.key.User;
import dev.memwarden.memory.Access;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryStore;
import dev.memwarden.memory.MemoryStore.Counts;
import dev.memwarden.memory.MemoryStore.Version;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Outcome.Effect;
import dev.memwarden.memory.Outcome.Event;
import dev.memwarden.memory.Put;
import dev.memwarden.memory.Relation;
import dev.memwarden.memory.Revised;
import dev.memwarden.memory.Revision;
import dev.memwarden.memory.Selection;
import dev.memwarden.memory.Totals;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every [MemoryStore] must do with items of several kinds: keep them apart, replace, move.
public abstract class ItemKindsContract extends Contract {
  private static final Instant NOON = Proofs.NOON;
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final Allow ALICES = Proofs.memoryOf("alice");
  private static final Place ALICE = Place.ofUser(Proofs.TENANT, "alice");
  private static final Relation LIKES = new Relation("alice", "likes", "tea");

  private MemoryStore memories() {
    return stores().memories();
  }

  private static Place labelled(String user, String label) {
    return new Place(
        Proofs.TENANT, Optional.of(user), Optional.empty(), Optional.empty(), Optional.of(label));
  }

  private static Allow at(String user, String label) {
    Box box = Box.EVERYWHERE.with(Axis.LABEL, Extent.of(label));
    return Proofs.memoryOf(user).within(box);
  }

  private Memory put(Allow allow, Draft draft) {
    return Drafts.put(stores(), allow, draft).getFirst().memory();
  }

  private Optional<Memory> find(Allow allow, Kind kind, String id) {
    return memories().find(allow, kind, id);
  }

  private Revised revise(Allow allow, Kind kind, String id, Revision revision) {
    return memories().update(allow, kind, id, revision, LATER);
  }

  private static Revision moveTo(Place place) {
    return Revision.NOTHING.withPlace(_ -> place);
  }

  @Test
  void an_owner_may_have_one_id_once_of_each_kind() {
    for (Kind kind : Kind.values()) {
      assertThat(put(ALICES, Drafts.draft(kind, "x", ALICE, "of " + kind)).kind()).isEqualTo(kind);
    }
    reopen();

    for (Kind kind : Kind.values()) {
      assertThat(find(ALICES, kind, "x").map(Memory::text)).contains("of " + kind);
      assertThat(memories().count(ALICES, Selection.of(kind))).isOne();
      assertThat(memories().list(ALICES, Selection.of(kind), Order.OLDEST_FIRST, 0, 9))
          .extracting(Memory::kind)
          .containsExactly(kind);
    }
    assertThat(memories().count(ALICES)).isEqualTo(new Counts(1, 0));
    assertThat(stores().totals().totals()).isEqualTo(new Totals(1, 1));
  }

  @ParameterizedTest
  @EnumSource
  void what_is_asked_of_one_kind_touches_no_other(Kind kind) {
    for (Kind each : Kind.values()) {
      Memory _ = put(ALICES, Drafts.draft(each, "x", ALICE, "of " + each));
      Memory _ = put(ALICES, Drafts.draft(each, "y", ALICE, "also of " + each));
    }

    assertThat(revise(ALICES, kind, "x", Drafts.revision("new")).done()).isPresent();
    assertThat(memories().delete(ALICES, kind, "y", NOON)).isTrue();
    assertThat(memories().history(ALICES, kind, "x")).hasSize(2);
    assertThat(memories().deleteAll(ALICES, Selection.of(kind), NOON)).isOne();

    for (Kind each : Kind.values()) {
      assertThat(memories().count(ALICES, Selection.of(each))).isEqualTo(each == kind ? 0 : 2);
      assertThat(find(ALICES, each, "x").map(Memory::version).orElse(0))
          .isEqualTo(each == kind ? 0 : 1);
    }
  }

  @Test
  void attributes_are_kept_and_change_with_versions() {
    Draft draft = Drafts.draft(Kind.MESSAGE, "x", ALICE, "hello").withAttributes("{\"role\":1}");
    assertThat(put(ALICES, draft).attributes()).isEqualTo("{\"role\":1}");

    Revision revision = Revision.NOTHING.withAttributes(old -> old.replace('1', '2'));
    assertThat(revise(ALICES, Kind.MESSAGE, "x", revision).done()).isPresent();
    reopen();

    assertThat(find(ALICES, Kind.MESSAGE, "x"))
        .hasValueSatisfying(message -> {
          assertThat(message.text()).isEqualTo("hello");
          assertThat(message.attributes()).isEqualTo("{\"role\":2}");
          assertThat(message.version()).isEqualTo(2);
        });
    assertThat(memories().history(ALICES, Kind.MESSAGE, "x"))
        .extracting(Version::attributes)
        .containsExactly("{\"role\":1}", "{\"role\":2}");
    assertThat(memories().embeddings(ALICES, List.of(find(ALICES, Kind.MESSAGE, "x").get())))
        .as("the same text means the same")
        .hasSize(1);
  }

  @Test
  void only_memories_that_ask_for_it_are_kept_instead_of_a_duplicate() {
    Memory first = put(ALICES, Drafts.of("alice", "m1", "same"));

    List<Effect> effects =
        Drafts.put(
            stores(),
            ALICES,
            Drafts.of("alice", "m2", " same "),
            Drafts.draft(Kind.MEMORY, "m3", ALICE, "same"),
            Drafts.draft(Kind.MESSAGE, "m4", ALICE, "same").unlessSaid(),
            Drafts.draft(Kind.MESSAGE, "m5", ALICE, "same").unlessSaid());

    assertThat(effects)
        .extracting(Effect::event)
        .containsExactly(Event.NONE, Event.ADD, Event.ADD, Event.ADD);
    assertThat(effects.getFirst().memory()).isEqualTo(first);
  }

  @Test
  void putting_again_replaces_and_keeps_history_and_the_time_when_it_was_made() {
    Memory _ = put(ALICES, Drafts.draft("m1", labelled("alice", "a"), "old", LIKES));

    Draft draft = Drafts.draft(Kind.MEMORY, "m1", labelled("alice", "b"), "new");
    List<Effect> effects = Drafts.put(stores(), ALICES, LATER, draft);
    reopen();

    assertThat(effects).extracting(Effect::event).containsExactly(Event.UPDATE);
    assertThat(find(ALICES, Kind.MEMORY, "m1"))
        .contains(effects.getFirst().memory())
        .hasValueSatisfying(memory -> {
          assertThat(memory.text()).isEqualTo("new");
          assertThat(memory.place()).isEqualTo(labelled("alice", "b"));
          assertThat(memory.version()).isEqualTo(2);
          assertThat(memory.createdAt()).isEqualTo(NOON);
          assertThat(memory.updatedAt()).isEqualTo(LATER);
        });
    assertThat(memories().history(ALICES, Kind.MEMORY, "m1"))
        .extracting(Version::text)
        .containsExactly("old", "new");
    assertThat(memories().relations(ALICES, 10)).isEmpty();
    assertThat(find(at("alice", "a"), Kind.MEMORY, "m1")).isEmpty();
  }

  @Test
  void an_id_out_of_reach_is_taken_and_nothing_is_stored() {
    Memory there = put(ALICES, Drafts.draft("m1", labelled("alice", "a"), "secret"));
    Allow elsewhere = at("alice", "b");

    Put put =
        memories()
            .put(
                elsewhere,
                List.of(
                    Drafts.draft(Kind.MEMORY, "m0", labelled("alice", "b"), "first"),
                    Drafts.draft(Kind.MEMORY, "m1", labelled("alice", "b"), "mine now"),
                    Drafts.draft(Kind.MEMORY, "m2", labelled("alice", "b"), "last")),
                LATER);

    assertThat(put).isEqualTo(new Put.Taken("m1"));
    assertThat(Drafts.newest(stores(), ALICES, 10)).containsExactly(there);
    Put bobs = memories().put(Proofs.memoryOf("bob"), List.of(Drafts.of("bob", "m1", "x")), NOON);
    assertThat(bobs).as("another owner's id is never in the way").isInstanceOf(Put.Done.class);
  }

  @Test
  void a_move_takes_along_all_that_belongs_to_an_item() {
    Memory _ = put(ALICES, Drafts.draft("m1", labelled("alice", "a"), "old", LIKES));
    assertThat(revise(ALICES, Kind.MEMORY, "m1", Drafts.revision("new", LIKES)).done()).isPresent();

    Revised moved = revise(ALICES, Kind.MEMORY, "m1", moveTo(labelled("alice", "b")));
    reopen();

    assertThat(moved.done().map(Memory::place)).contains(labelled("alice", "b"));
    assertThat(find(at("alice", "a"), Kind.MEMORY, "m1")).isEmpty();
    assertThat(memories().relations(at("alice", "a"), 10)).isEmpty();
    assertThat(find(at("alice", "b"), Kind.MEMORY, "m1")).isEqualTo(moved.done());
    assertThat(memories().relations(at("alice", "b"), 10)).containsExactly(LIKES);
    assertThat(memories().history(at("alice", "b"), Kind.MEMORY, "m1"))
        .extracting(Version::text)
        .containsExactly("old", "new", "new");
  }

  @Test
  void a_move_needs_to_write_in_both_places() {
    Memory there = put(ALICES, Drafts.draft("m1", labelled("alice", "a"), "mine"));

    assertThat(revise(at("alice", "b"), Kind.MEMORY, "m1", moveTo(labelled("alice", "b"))))
        .as("from where it may not be written")
        .isEqualTo(new Revised.Unknown());
    assertThat(revise(at("alice", "a"), Kind.MEMORY, "m1", moveTo(labelled("alice", "b"))))
        .as("to where it may not be written")
        .isEqualTo(new Revised.Beyond());
    assertThat(revise(ALICES, Kind.MEMORY, "m1", moveTo(Place.ofUser(Proofs.TENANT, "bob"))))
        .as("to somebody else")
        .isEqualTo(new Revised.Beyond());
    assertThat(find(ALICES, Kind.MEMORY, "m1")).contains(there);
  }

  @Test
  void a_move_to_an_owner_who_has_the_id_changes_nothing() {
    Allow admins = Proofs.of(Proofs.admin(), Action.MEMORY_READ, Action.MEMORY_WRITE);
    Allow alicesOnly = admins.within(Box.ofUser(Proofs.TENANT, "alice"));
    Memory _ = put(ALICES, Drafts.of("alice", "m1", "alice's"));
    Memory _ = put(ALICES, Drafts.of("alice", "m2", "alice's other"));
    Memory bobs = put(Proofs.memoryOf("bob"), Drafts.of("bob", "m1", "bob's"));
    Place bob = Place.ofUser(Proofs.TENANT, "bob");

    assertThat(revise(admins, Kind.MEMORY, "m2", moveTo(bob)).done()).isPresent();
    assertThat(find(Proofs.memoryOf("bob"), Kind.MEMORY, "m2")).isPresent();
    assertThat(revise(admins, Kind.MEMORY, "m1", moveTo(bob)))
        .as("two are in reach")
        .isEqualTo(new Revised.Unknown());
    assertThat(revise(alicesOnly, Kind.MEMORY, "m1", moveTo(bob))).isEqualTo(new Revised.Beyond());
    Memory _ = put(ALICES, Drafts.draft("m3", labelled("alice", "a"), "alice's third"));
    Memory _ = put(Proofs.memoryOf("bob"), Drafts.draft("m3", labelled("bob", "b"), "bob's third"));
    Allow labels =
        Proofs.in(
            Box.EVERYWHERE.with(Axis.LABEL, Extent.of("a")), Proofs.admin(), Action.MEMORY_WRITE);
    assertThat(revise(labels, Kind.MEMORY, "m3", moveTo(labelled("bob", "a"))))
        .isEqualTo(new Revised.Taken());
    assertThat(find(Proofs.memoryOf("bob"), Kind.MEMORY, "m1")).contains(bobs);
    assertThat(find(ALICES, Kind.MEMORY, "m3")).isPresent();
  }

  @Test
  void being_looked_at_is_noted_and_changes_nothing_else() {
    Memory first = put(ALICES, Drafts.of("alice", "m1", "one"));
    Memory bobs = put(Proofs.memoryOf("bob"), Drafts.of("bob", "m1", "bob's"));

    memories().touch(ALICES, List.of(first, bobs), LATER);
    memories().touch(ALICES, List.of(first), NOON);
    Memory _ = put(ALICES, Drafts.of("alice", "m2", "a write that comes after"));
    reopen();

    Memory touched = find(ALICES, Kind.MEMORY, "m1").orElseThrow();
    assertThat(touched.access()).isEqualTo(new Access(Optional.of(LATER), 2));
    assertThat(touched)
        .usingRecursiveComparison()
        .ignoringFields("access")
        .as("version, times and stamp are as they were")
        .isEqualTo(first);
    assertThat(memories().history(ALICES, Kind.MEMORY, "m1")).hasSize(1);
    assertThat(find(Proofs.memoryOf("bob"), Kind.MEMORY, "m1").map(Memory::access))
        .as("what is out of reach cannot be touched")
        .contains(Access.NEVER);
  }

  @Test
  void a_deleted_user_leaves_nothing_of_any_kind() {
    for (Kind kind : Kind.values()) {
      Memory _ = put(ALICES, Drafts.draft(kind, "x", ALICE, "of " + kind));
    }
    stores().users().ensure(Proofs.managing(), Proofs.user("alice"), NOON);

    assertThat(
            stores()
                .users()
                .changeStatus(Proofs.managing(), Proofs.user("alice"), User.Status.DELETED, LATER))
        .isPresent();

    for (Kind kind : Kind.values()) {
      assertThat(memories().count(ALICES, Selection.of(kind))).isZero();
    }
  }
}
