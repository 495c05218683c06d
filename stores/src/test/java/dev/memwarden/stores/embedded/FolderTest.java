package dev.memwarden.stores.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.stores.Drafts;
import dev.memwarden.stores.HashingEmbedder;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.sql.MasterKeyMismatchException;
import dev.memwarden.stores.sql.NewerSchemaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The data folder: who may have it, and what must be in it.
final class FolderTest {
  @TempDir Path parent;

  private Path path() {
    return parent.resolve("data");
  }

  private void store() {
    try (Stores stores = Opened.in(path())) {
      assertThat(Drafts.put(stores, Proofs.memoryOf("alice"), Drafts.of("alice", "m1", "text")))
          .hasSize(1);
    }
  }

  @Test
  void a_folder_has_one_holder_at_a_time() {
    try (Folder held = Folder.open(path())) {
      assertThat(held.path()).isEqualTo(path());
      assertThatThrownBy(() -> Folder.open(path()))
          .isInstanceOf(FolderInUseException.class)
          .hasMessageContaining(path().toString())
          .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")");
    }
    Folder.open(path()).close();
  }

  @Test
  void only_the_owner_may_read_what_is_in_it() throws IOException {
    store();

    assertThat(permissions(path())).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(path())) {
      for (Path file : files.toList()) {
        assertThat(permissions(file))
            .as(file.toString())
            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
      }
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void a_store_keeps_its_master_key() throws IOException {
    store();
    String key = Files.readString(path().resolve(MasterKeyFile.NAME));
    store();

    assertThat(Files.readString(path().resolve(MasterKeyFile.NAME))).isEqualTo(key);
  }

  @Test
  void a_store_without_its_master_key_does_not_get_another() throws IOException {
    store();
    Files.delete(path().resolve(MasterKeyFile.NAME));

    try (Folder folder = Folder.open(path())) {
      assertThatThrownBy(() -> MasterKeyFile.in(folder, new SecureRandom()))
          .isInstanceOf(MasterKeyMissingException.class);
    }
    assertThat(path().resolve(MasterKeyFile.NAME)).doesNotExist();
  }

  @Test
  void another_master_key_stops_the_start_and_lets_go_of_the_folder() {
    store();
    MasterKeyRing wrong = MasterKeyRing.generate(new SecureRandom());

    assertThatThrownBy(() -> open(wrong)).isInstanceOf(MasterKeyMismatchException.class);
    store();
  }

  @Test
  void an_older_master_key_of_the_ring_still_fits() throws IOException {
    store();
    Path file = path().resolve(MasterKeyFile.NAME);
    String newer = MasterKeyRing.generate(new SecureRandom()).print().revealText();
    Path _ = Files.writeString(file, newer + Files.readString(file));

    try (Stores stores = Opened.in(path())) {
      assertThat(Drafts.newest(stores, Proofs.memoryOf("alice"), 10)).hasSize(1);
    }
  }

  @Test
  void a_newer_schema_stops_the_start() throws SQLException {
    store();
    assertThat(RawSql.run(path(), "INSERT INTO schema_version VALUES (999, 0)")).isOne();

    assertThatThrownBy(() -> Opened.in(path()))
        .isInstanceOf(NewerSchemaException.class)
        .hasMessageContaining("999");
  }

  @Test
  void deleted_text_does_not_stay_in_the_file() throws IOException {
    String text = "a rather telling sentence";
    try (Stores stores = Opened.in(path())) {
      var draft = Drafts.of("alice", "m1", text);
      assertThat(Drafts.put(stores, Proofs.memoryOf("alice"), draft)).hasSize(1);
    }
    assertThat(database()).contains(text);

    try (Stores stores = Opened.in(path())) {
      assertThat(
              stores.memories().deleteAll(Proofs.memoryOf("alice"), Drafts.MEMORIES, Proofs.NOON))
          .isOne();
    }
    assertThat(database()).doesNotContain(text);
  }

  private String database() throws IOException {
    return Files.readString(path().resolve("memwarden.db"), ISO_8859_1);
  }

  @Test
  void what_stays_of_a_deleted_memory_has_no_text() throws SQLException {
    store();
    try (Stores stores = Opened.in(path())) {
      assertThat(
              stores.memories().deleteAll(Proofs.memoryOf("alice"), Drafts.MEMORIES, Proofs.NOON))
          .isOne();
    }

    assertThat(
            RawSql.number(
                path(),
                "SELECT count(*) FROM tombstone WHERE id = 'm1' AND user = 'alice'"
                    + " AND principal = 'user:alice'"))
        .isOne();
    assertThat(RawSql.number(path(), "SELECT count(*) FROM item_version")).isZero();
    assertThat(RawSql.number(path(), "SELECT count(*) FROM item_vector")).isZero();
  }

  @Test
  void changes_of_authority_are_logged_in_order() throws SQLException {
    try (Stores stores = Opened.in(path())) {
      stores.users().ensure(Proofs.managing(), Proofs.user("alice"), Proofs.NOON);
      stores.users().ensure(Proofs.managing(), Proofs.user("alice"), Proofs.NOON);
      assertThat(stores.policies().apply(Proofs.managing(), "", Proofs.NOON)).isNotNull();
    }

    assertThat(
            RawSql.number(
                path(),
                "SELECT count(*) FROM auth_change WHERE (seq = 1 AND kind = 'principal_added' AND"
                    + " subject = 'default/user:alice') OR (seq = 2 AND kind = 'policy_applied')"))
        .isEqualTo(2);
    assertThat(RawSql.number(path(), "SELECT count(*) FROM auth_change")).isEqualTo(2);
  }

  private Stores open(MasterKeyRing ring) {
    return EmbeddedStores.open(
        Folder.open(path()),
        ring,
        HashingEmbedder.MODEL,
        HashingEmbedder.DIMENSIONS,
        Proofs.CLOCK,
        IndexProgress.UNSEEN);
  }
}
