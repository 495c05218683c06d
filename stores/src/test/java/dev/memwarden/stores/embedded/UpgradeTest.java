package dev.memwarden.stores.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Allow;
import dev.memwarden.memory.Access;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryStore.Version;
import dev.memwarden.memory.Outcome.Effect;
import dev.memwarden.memory.Relation;
import dev.memwarden.stores.Drafts;
import dev.memwarden.stores.HashingEmbedder;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an older version stored is there as it was, and its stamps hold.
final class UpgradeTest {
  private static final Allow ALICES = Proofs.memoryOf("alice");
  private static final Allow BOBS = Proofs.memoryOf("bob");

  /// Made for this test, with the rows in `before_kinds.sql`.
  private static final String MASTER_KEY = "oSURxfB5 bfy7Oymv1DZAMZzgg476VxcGGaPCoCDtmlxi5oPc5Uk\n";

  @TempDir Path parent;

  private Path folder() {
    return parent.resolve("data");
  }

  @BeforeEach
  void an_older_version_was_here() throws IOException, SQLException {
    Folder.open(folder()).close();
    Path _ = Files.writeString(folder().resolve(MasterKeyFile.NAME), MASTER_KEY);
    RawSql.script(
        folder(),
        "CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL)"
            + " STRICT");
    for (String file :
        List.of("V1__start.sql", "V2__legacy_keys.sql", "V3__handshake.sql", "before_kinds.sql")) {
      RawSql.script(folder(), text(file));
    }
  }

  private static String text(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SqliteMigrations.class.getResourceAsStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void memories_of_before_are_memories() throws SQLException {
    try (Stores stores = Opened.in(folder())) {
      assertThat(Drafts.newest(stores, ALICES, 10))
          .extracting(Memory::id)
          .containsExactly("m2", "m1");
      assertThat(stores.memories().find(BOBS, Kind.MEMORY, "m1"))
          .hasValueSatisfying(memory -> {
            assertThat(memory.text()).isEqualTo("bob plays golf");
            assertThat(memory.attributes()).isEqualTo(Memory.NO_ATTRIBUTES);
            assertThat(memory.access()).isEqualTo(Access.NEVER);
          });
      assertThat(stores.memories().history(ALICES, Kind.MEMORY, "m1"))
          .extracting(Version::text)
          .containsExactly("I play chess", "I play go");
      assertThat(stores.memories().relations(ALICES, 10))
          .containsExactly(
              new Relation("alice", "likes", "go"), new Relation("alice", "likes", "tennis"));
    }
    assertThat(RawSql.number(folder(), "SELECT count(*) FROM item_vector")).isEqualTo(3);
    assertThat(
            RawSql.number(
                folder(), "SELECT count(*) FROM tombstone WHERE id = 'm9' AND kind = 'memory'"))
        .isOne();
  }

  @Test
  void they_are_found_changed_and_deleted_as_before() throws SQLException {
    try (Stores stores = Opened.in(folder())) {
      var meaning = new HashingEmbedder().embedQuery("tennis");
      assertThat(stores.memories().nearest(ALICES, Drafts.MEMORIES, meaning, 1))
          .extracting(hit -> hit.memory().id())
          .containsExactly("m2");
      assertThat(
              stores
                  .memories()
                  .update(ALICES, Kind.MEMORY, "m1", Drafts.revision("new"), Proofs.NOON)
                  .done())
          .isPresent();
      assertThat(stores.memories().history(ALICES, Kind.MEMORY, "m1")).hasSize(3);
      assertThat(stores.memories().deleteAll(ALICES, Drafts.MEMORIES, Proofs.NOON)).isEqualTo(2);
    }
    assertThat(RawSql.number(folder(), "SELECT count(*) FROM item_vector"))
        .as("what belongs to a row still goes with it")
        .isOne();
  }

  @Test
  void a_row_number_that_was_given_out_is_not_given_out_again() throws SQLException {
    try (Stores stores = Opened.in(folder())) {
      List<Effect> added = Drafts.put(stores, BOBS, Drafts.of("bob", "new", "bob plays chess"));
      assertThat(added).hasSize(1);
    }

    assertThat(RawSql.number(folder(), "SELECT row FROM item WHERE id = 'new'"))
        .as("4 was that of a memory that is gone")
        .isEqualTo(5);
  }

  @Test
  void what_was_changed_before_the_upgrade_is_withheld_after_it() throws SQLException {
    assertThat(RawSql.run(folder(), "UPDATE item SET text = 'planted' WHERE row = 2")).isOne();

    try (Stores stores = Opened.in(folder())) {
      assertThat(Drafts.newest(stores, ALICES, 10)).extracting(Memory::id).containsExactly("m1");
    }
  }
}
