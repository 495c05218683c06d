package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryStore.Version;
import dev.memwarden.memory.Outcome.Effect;
import dev.memwarden.memory.Put;
import dev.memwarden.memory.Relation;
import dev.memwarden.memory.Revision;
import dev.memwarden.memory.Selection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Records that were changed behind the program's back are withheld.
public abstract class TamperingContract {
  private static final Allow ALICES = Proofs.memoryOf("alice");
  private static final Allow BOBS = Proofs.memoryOf("bob");
  private static final Relation LIKES = new Relation("alice", "likes", "tea");

  /// Opens the same data each time it is called during one test.
  protected abstract Stores open();

  /// Changes one row behind the back of the program, which is closed, without its master key.
  ///
  /// @return how many rows it were
  protected abstract int run(String sql) throws SQLException;

  @BeforeEach
  void two_memories_are_stored() {
    try (Stores stores = open()) {
      List<Effect> added =
          Drafts.put(
              stores,
              ALICES,
              Drafts.of("alice", "m1", "old", LIKES),
              Drafts.of("alice", "m2", "two"));
      assertThat(added).hasSize(2);
      assertThat(update(stores, "new")).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text = 'planted'",
        "metadata = '{\"trusted\":true}'",
        "attributes = '{\"trusted\":true}'",
        "kind = 'document'",
        "kind = 'nonsense'",
        "hash = 'planted'",
        "version = 3",
        "id = 'm9'",
        "tenant = 'other'",
        "agent = 'coach'",
        "session = 's'",
        "label = 'l'",
        "agent = '\n'",
        "session = 'LONG'",
        "principal = 'user:bob'",
        "credential = 'k-bob'",
        "created_at = created_at - 1",
        "updated_at = updated_at + 1",
        "stamp = 'nonsense'",
        "stamp = (SELECT stamp FROM item WHERE id = 'm2')"
      })
  void a_changed_memory_is_withheld(String change) throws SQLException {
    assertThat(run("UPDATE item SET " + written(change) + " WHERE id = 'm1'")).isOne();

    try (Stores stores = open()) {
      assertThat(Drafts.newest(stores, ALICES, 10)).extracting(Memory::id).containsExactly("m2");
      assertThat(stores.memories().find(ALICES, Kind.MEMORY, "m1")).isEmpty();
      assertThat(stores.memories().find(ALICES, Kind.MEMORY, "m9")).isEmpty();
      assertThat(stores.memories().read(ALICES, List.of(1L, 2L))).hasSize(1);
      assertThat(stores.memories().history(ALICES, Kind.MEMORY, "m1")).isEmpty();
      assertThat(update(stores, "newer")).isEmpty();
    }
  }

  @Test
  void a_document_that_was_made_a_memory_is_neither() throws SQLException {
    Draft document = Drafts.draft(Kind.DOCUMENT, "d1", Place.ofUser(Proofs.TENANT, "alice"), "two");
    try (Stores stores = open()) {
      assertThat(Drafts.put(stores, ALICES, document)).hasSize(1);
    }
    assertThat(run("UPDATE item SET kind = 'memory' WHERE id = 'd1'")).isOne();

    try (Stores stores = open()) {
      assertThat(stores.memories().find(ALICES, Kind.MEMORY, "d1")).isEmpty();
      assertThat(stores.memories().find(ALICES, Kind.DOCUMENT, "d1")).isEmpty();
    }
  }

  @Test
  void a_condition_is_not_asked_about_what_is_withheld() throws SQLException {
    assertThat(run("UPDATE item SET text = 'planted' WHERE id = 'm1'")).isOne();
    List<String> asked = new ArrayList<>();
    Selection watching = Drafts.MEMORIES.where(memory -> asked.add(memory.text()));
    Embedding meaning = new HashingEmbedder().embedQuery("new");

    try (Stores stores = open()) {
      assertThat(stores.memories().count(ALICES, watching)).isOne();
      assertThat(stores.memories().rows(ALICES, watching)).hasSize(1);
      assertThat(stores.memories().nearest(ALICES, watching, meaning, 9)).hasSize(1);
      assertThat(stores.memories().nearest(ALICES, Drafts.MEMORIES, meaning, 9)).hasSize(1);
      assertThat(stores.memories().deleteAll(ALICES, watching, Proofs.NOON)).isOne();
    }
    assertThat(asked).isNotEmpty().containsOnly("two");
  }

  @Test
  void what_is_withheld_is_not_replaced() throws SQLException {
    assertThat(run("UPDATE item SET text = 'planted' WHERE id = 'm1'")).isOne();

    try (Stores stores = open()) {
      assertThat(stores.memories().put(ALICES, List.of(Drafts.of("alice", "m1", "x")), Proofs.NOON))
          .isEqualTo(new Put.Taken("m1"));
    }
  }

  @Test
  void a_changed_version_gets_no_stamp_when_its_memory_moves() throws SQLException {
    assertThat(run("UPDATE item_version SET text = 'planted'")).isOne();
    Place there = Drafts.place("alice", "coach");

    try (Stores stores = open()) {
      Revision move = Revision.NOTHING.withPlace(_ -> there);
      assertThat(stores.memories().update(ALICES, Kind.MEMORY, "m1", move, Proofs.NOON).done())
          .isPresent();
      assertThat(stores.memories().history(ALICES, Kind.MEMORY, "m1"))
          .extracting(Version::text)
          .containsExactly("new", "new");
    }
  }

  @Test
  void a_memory_that_was_given_to_somebody_else_is_nobodys() throws SQLException {
    assertThat(run("UPDATE item SET \"user\" = 'bob' WHERE id = 'm1'")).isOne();

    try (Stores stores = open()) {
      assertThat(Drafts.newest(stores, BOBS, 10)).isEmpty();
      assertThat(stores.memories().find(BOBS, Kind.MEMORY, "m1")).isEmpty();
      assertThat(Drafts.newest(stores, ALICES, 10)).hasSize(1);
    }
  }

  @Test
  void what_is_withheld_can_still_be_deleted() throws SQLException {
    assertThat(run("UPDATE item SET text = 'x' WHERE id = 'm1'")).isOne();

    try (Stores stores = open()) {
      assertThat(stores.memories().delete(ALICES, Kind.MEMORY, "m1", Proofs.NOON)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text = 'planted'", "at = at - 1", "version = 0", "stamp = ''"})
  void a_changed_version_is_left_out(String change) throws SQLException {
    assertThat(run("UPDATE item_version SET " + written(change))).isOne();

    try (Stores stores = open()) {
      assertThat(stores.memories().history(ALICES, Kind.MEMORY, "m1"))
          .extracting(Version::text)
          .containsExactly("new");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "target = 'gold'",
        "source = 'bob'",
        "row = 2",
        "label = 'l'",
        "label = '\u0007'",
        "stamp = ''"
      })
  void a_changed_relation_is_left_out(String change) throws SQLException {
    assertThat(run("UPDATE relation SET " + written(change))).isOne();

    try (Stores stores = open()) {
      assertThat(stores.memories().relations(ALICES, 10)).isEmpty();
    }
  }

  private static Optional<Memory> update(Stores stores, String text) {
    return stores
        .memories()
        .update(ALICES, Kind.MEMORY, "m1", Drafts.revision(text, LIKES), Proofs.NOON.plusSeconds(1))
        .done();
  }

  // Longer than an id, and than a body, may be.
  private static String written(String change) {
    return change.replace("LONG", "0".repeat(400));
  }
}
