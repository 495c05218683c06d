package dev.memwarden.stores.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Kind;
import dev.memwarden.stores.Drafts;
import dev.memwarden.stores.HashingEmbedder;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever becomes of the index: what was acknowledged is found.
final class IndexRecoveryTest {
  private static final Allow ALICES = Proofs.memoryOf("alice");

  @TempDir Path folder;
  @TempDir Path other;

  /// What a rebuild told.
  private static final class Seen implements IndexProgress {
    private final List<String> calls = new ArrayList<>();

    @Override
    public void at(long done, long total) {
      calls.add(done + "/" + total);
    }
  }

  private static void add(Stores stores, String... texts) {
    for (String text : texts) {
      assertThat(Drafts.put(stores, ALICES, Drafts.of("alice", text, text))).hasSize(1);
    }
  }

  private static int found(Stores stores) {
    return stores.index().search(ALICES, Drafts.question("tennis", 100)).size();
  }

  private static void copy(Path from, Path to) throws IOException {
    Path _ = Files.createDirectories(to);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
      for (Path file : files) {
        Path copy = to.resolve(file.getFileName().toString());
        if (Files.isDirectory(file)) {
          copy(file, copy);
        } else {
          Path _ = Files.copy(file, copy);
        }
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Test
  void a_missing_index_is_made_anew() throws IOException {
    try (Stores stores = Opened.in(folder)) {
      add(stores, "tennis one", "tennis two");
    }
    remove(folder.resolve("index"));

    Seen seen = new Seen();
    try (Stores stores = Opened.in(folder, seen)) {
      assertThat(found(stores)).isEqualTo(2);
    }
    assertThat(seen.calls).containsExactly("0/2", "2/2");
  }

  @Test
  void a_corrupt_index_is_made_anew() throws IOException {
    try (Stores stores = Opened.in(folder)) {
      add(stores, "tennis one", "tennis two");
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.resolve("index"), "segments_*")) {
      for (Path file : files) {
        Path _ = Files.writeString(file, "nonsense");
      }
    }

    Seen seen = new Seen();
    try (Stores stores = Opened.in(folder, seen)) {
      assertThat(found(stores)).isEqualTo(2);
    }
    assertThat(seen.calls).isNotEmpty();
  }

  @Test
  void after_a_crash_the_log_is_replayed() throws IOException {
    try (Stores stores = Opened.in(folder)) {
      add(stores, "tennis one", "tennis two");
    }
    Seen seen = new Seen();
    Path crashed = other.resolve("crashed");
    try (Stores stores = Opened.in(folder)) {
      add(stores, "tennis three");
      assertThat(stores.memories().delete(ALICES, Kind.MEMORY, "tennis one", Proofs.NOON)).isTrue();
      add(stores, "tennis four");
      copy(folder, crashed); // as a power cut would leave it: Lucene has committed none of this
    }

    try (Stores stores = Opened.in(crashed, seen)) {
      assertThat(found(stores)).isEqualTo(3);
    }
    assertThat(seen.calls).as("no rebuild").isEmpty();
  }

  @Test
  void an_index_older_than_the_log_is_made_anew() throws IOException {
    try (Stores stores = Opened.in(folder)) {
      add(stores, "tennis one");
    }
    copy(folder.resolve("index"), other.resolve("index"));
    try (Stores stores = Opened.in(folder)) {
      add(stores, "tennis two");
    }
    remove(folder.resolve("index"));
    copy(other.resolve("index"), folder.resolve("index"));

    Seen seen = new Seen();
    try (Stores stores = Opened.in(folder, seen)) {
      assertThat(found(stores)).isEqualTo(2);
    }
    assertThat(seen.calls).isNotEmpty();
  }

  @Test
  void the_index_of_another_store_is_not_trusted() throws IOException {
    try (Stores mine = Opened.in(folder);
        Stores others = Opened.in(other)) {
      add(mine, "tennis one", "tennis two");
      add(others, "golf one", "golf two");
    }
    remove(folder.resolve("index"));
    copy(other.resolve("index"), folder.resolve("index"));

    Seen seen = new Seen();
    try (Stores stores = Opened.in(folder, seen)) {
      assertThat(found(stores)).isEqualTo(2);
    }
    assertThat(seen.calls).isNotEmpty();
  }

  @Test
  void a_row_that_can_be_nowhere_does_not_stop_the_others() throws IOException, SQLException {
    try (Stores stores = Opened.in(folder)) {
      add(stores, "tennis one", "tennis two");
    }
    assertThat(RawSql.run(folder, "UPDATE item SET agent = char(10) WHERE id = 'tennis one'"))
        .isOne();
    remove(folder.resolve("index"));

    try (Stores stores = Opened.in(folder)) {
      assertThat(found(stores)).isOne();
    }
  }

  @Test
  void another_model_finds_old_memories_by_their_words() {
    try (Stores stores = Opened.in(folder)) {
      add(stores, "tennis one", "golf two");
    }

    try (Stores stores = Opened.in(folder, "newer", IndexProgress.UNSEEN)) {
      assertThat(found(stores)).isEqualTo(1);
    }
  }

  @Test
  void a_rebuild_can_be_asked_for_and_tells_how_far_it_is() {
    try (Stores stores = Opened.in(folder)) {
      Draft[] drafts =
          IntStream.range(0, 1_200)
              .mapToObj(i -> Drafts.of("alice", "m" + i, "tennis " + i))
              .toArray(Draft[]::new);
      assertThat(Drafts.put(stores, ALICES, drafts)).hasSize(1_200);
    }

    Seen seen = new Seen();
    Folder held = Folder.open(folder);
    EmbeddedStores.rebuildIndex(
        held,
        MasterKeyFile.in(held, new SecureRandom()),
        HashingEmbedder.MODEL,
        HashingEmbedder.DIMENSIONS,
        Proofs.CLOCK,
        seen);

    assertThat(seen.calls).containsExactly("0/1200", "500/1200", "1000/1200", "1200/1200");
    try (Stores stores = Opened.in(folder)) {
      assertThat(found(stores)).isEqualTo(100);
    }
  }

  @Test
  void an_index_in_use_is_made_anew_while_more_is_written() throws InterruptedException {
    Seen seen = new Seen();
    try (Stores stores = Opened.in(folder)) {
      add(stores, "tennis one", "tennis two");
      assertThat(found(stores)).isEqualTo(2);
      Thread writer = Thread.ofPlatform().start(() -> add(stores, "tennis three"));

      assertThat(stores.rebuild().run(seen)).isBetween(2L, 3L);

      writer.join();
      assertThat(found(stores)).isEqualTo(3);
    }
    // The third may come on a page of its own, or not before the end.
    assertThat(seen.calls).hasSizeBetween(2, 3);
    try (Stores stores = Opened.in(folder)) {
      assertThat(found(stores)).isEqualTo(3);
    }
  }

  @Test
  void a_rebuild_that_failed_halfway_is_made_good_by_the_next_search() {
    try (Stores stores = Opened.in(folder)) {
      add(stores, "tennis one", "tennis two");
      IndexProgress failing =
          (done, _) -> {
            if (done > 0) {
              throw new StoreUnavailableException("no more");
            }
          };

      assertThatThrownBy(() -> stores.rebuild().run(failing))
          .isInstanceOf(StoreUnavailableException.class);

      assertThat(found(stores)).isEqualTo(2);
    }
  }

  @Test
  void a_rebuild_that_failed_halfway_leaves_the_index_on_the_disk_as_it_was() {
    try (Stores stores = Opened.in(folder)) {
      add(stores, "tennis one", "tennis two");
    }
    try (Stores stores = Opened.in(folder)) {
      IndexProgress failing =
          (_, _) -> {
            throw new StoreUnavailableException("no more");
          };
      assertThatThrownBy(() -> stores.rebuild().run(failing))
          .isInstanceOf(StoreUnavailableException.class);
    }

    Seen seen = new Seen();
    try (Stores stores = Opened.in(folder, seen)) {
      assertThat(found(stores)).isEqualTo(2);
    }
    assertThat(seen.calls).as("no rebuild").isEmpty();
  }

  @Test
  void the_log_is_trimmed_to_what_the_index_has_made_durable() throws SQLException {
    try (Stores stores = Opened.in(folder)) {
      add(stores, "tennis one", "tennis two");
    }

    assertThat(RawSql.number(folder, "SELECT count(*) FROM index_log")).isZero();
    try (Stores stores = Opened.in(folder, new Seen())) {
      add(stores, "tennis three");
      assertThat(found(stores)).isEqualTo(3);
    }
  }
}
