package dev.memwarden.stores.embedded;

import static dev.memwarden.stores.embedded.BackupFixture.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Purpose;
import dev.memwarden.stores.Drafts;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.embedded.BackupManifest.Content;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.sql.NewerSchemaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is in a backup, and which backups are not believed.
final class BackupTest {
  private static final Since NOTHING = new Since.Nothing();

  @TempDir Path parent;

  private BackupFixture fixture;

  @BeforeEach
  void a_store() {
    fixture = new BackupFixture(parent);
    try (Stores stores = Opened.in(fixture.live())) {
      add(stores, "k1", "alice");
      assertThat(Drafts.put(stores, Proofs.memoryOf("alice"), Drafts.of("alice", "m1", "a secret")))
          .hasSize(1);
    }
  }

  @Test
  void what_is_in_it_is_told() {
    BackupManifest made = fixture.make("one", Content.EVERYTHING);

    assertThat(made.memories()).isOne();
    assertThat(made.keys()).isOne();
    assertThat(made.change()).isEqualTo(2);
    assertThat(fixture.restore("one", NOTHING).manifest()).isEqualTo(made);
    try (Stores stores = Opened.in(fixture.back())) {
      assertThat(Drafts.newest(stores, Proofs.memoryOf("alice"), 10)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void its_owner_alone_can_read_it_and_nothing_else_is_left(Content content) throws IOException {
    fixture.make("one", content);

    assertThat(permissions(fixture.backup("one"))).isEqualTo("rwx------");
    assertThat(names(fixture.backup("one"))).containsExactly("manifest", "memwarden.db");
    for (String name : names(fixture.backup("one"))) {
      assertThat(permissions(fixture.backup("one").resolve(name))).isEqualTo("rw-------");
    }
    assertThat(names(parent)).containsExactly("live", "one");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void neither_the_master_key_nor_memories_are_where_they_do_not_belong() throws IOException {
    fixture.make("all", Content.EVERYTHING);
    fixture.make("authority", Content.AUTHORITY);
    String key = fixture.ring().print().revealText().strip().split(" ")[1];

    assertThat(text("all")).contains("a secret").doesNotContain(key);
    assertThat(text("authority")).contains("k1").doesNotContain("a secret").doesNotContain(key);
  }

  private String text(String backup) throws IOException {
    return Files.readString(
        fixture.backup(backup).resolve("memwarden.db"), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @EnumSource
  void it_is_as_of_one_moment_while_others_write(Content content)
      throws InterruptedException, SQLException {
    AtomicBoolean ends = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(200);
    try (Stores stores = Opened.in(fixture.live())) {
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; !ends.get(); i++) {
                  stores.users().ensure(Proofs.managing(), Proofs.user("u" + i), Proofs.NOON);
                  begun.countDown();
                }
              });
      begun.await();
      fixture.make("one", content);
      ends.set(true);
      writer.join();
    }

    // Each user is one transaction: itself, the change, and the entry of the audit log.
    Path backup = fixture.backup("one");
    long changes =
        RawSql.number(backup, "SELECT count(*) FROM auth_change WHERE kind = 'principal_added'");
    assertThat(changes).isGreaterThanOrEqualTo(200);
    assertThat(RawSql.number(backup, "SELECT count(*) FROM principal")).isEqualTo(changes);
    if (content == Content.EVERYTHING) {
      assertThat(
              RawSql.number(backup, "SELECT count(*) FROM audit WHERE action = 'principal_added'"))
          .isEqualTo(changes);
    }
  }

  @Test
  void what_is_there_is_not_overwritten() throws IOException {
    Files.writeString(fixture.backup("one"), "mine");
    fixture.make("two", Content.EVERYTHING);

    for (String name : List.of("one", "two")) {
      assertThatThrownBy(() -> fixture.make(name, Content.EVERYTHING))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("already");
    }
    assertThat(fixture.backup("one")).hasContent("mine");
    assertThatThrownBy(() ->
            fixture.in(
                fixture.live(),
                fixture.ring(),
                restore -> restore.from(fixture.backup("two"), NOTHING, IndexProgress.UNSEEN)))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("is not empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          FILE         | FROM                | TO                  | SAYS
          memwarden.db | a secret            | b secret            | is not what was written
          manifest     | memories: 1         | memories: 2         | is not what was written
          manifest     | tag:                | tug:                | has no tag
          manifest     | memwarden-backup 1  | memwarden-backup 2  | a newer version of Memwarden
          manifest     | memwarden-backup 1  | something else      | is not the manifest
          """)
  void what_was_changed_is_refused_and_nothing_is_put_back(
      String file, String from, String to, String says) throws IOException {
    fixture.make("one", Content.EVERYTHING);
    Path changed = fixture.backup("one").resolve(file);
    String text = Files.readString(changed, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(from);
    Files.writeString(changed, text.replace(from, to), StandardCharsets.ISO_8859_1);

    refused(fixture.ring(), "one", NOTHING, says);
  }

  @Test
  void half_a_backup_is_refused() throws IOException {
    fixture.make("one", Content.EVERYTHING);
    Path database = fixture.backup("one").resolve("memwarden.db");
    byte[] bytes = Files.readAllBytes(database);
    Files.write(database, Arrays.copyOf(bytes, bytes.length / 2));

    refused(fixture.ring(), "one", NOTHING, "not all of it");
    refused(fixture.ring(), "nowhere", NOTHING, "there is no backup in");
  }

  @Test
  void another_master_key_is_refused() {
    fixture.make("one", Content.EVERYTHING);

    refused(
        MasterKeyRing.generate(new SecureRandom()),
        "one",
        NOTHING,
        "made under another master key");
  }

  @Test
  void a_newer_schema_is_refused() throws SQLException {
    assertThat(RawSql.run(fixture.live(), "INSERT INTO schema_version VALUES (999, 0)")).isOne();
    fixture.make("one", Content.EVERYTHING);

    assertThatThrownBy(() -> fixture.restore("one", NOTHING))
        .isInstanceOf(NewerSchemaException.class);
    assertThat(fixture.back().resolve("memwarden.db")).doesNotExist();
  }

  @Test
  void what_cannot_say_what_was_revoked_is_refused() {
    fixture.make("older", Content.AUTHORITY);
    try (Stores stores = Opened.in(fixture.live())) {
      add(stores, "k2", "alice");
    }
    fixture.make("one", Content.EVERYTHING);

    refused(fixture.ring(), "older", NOTHING, "there are no memories in");
    refused(
        fixture.ring(),
        "one",
        new Since.Known(fixture.backup("older")),
        "is older than the backup");
  }

  @Test
  void an_interrupted_backup_leaves_nothing_and_an_interrupted_restore_an_empty_folder()
      throws IOException {
    IndexProgress interrupted =
        (_, _) -> {
          throw new IllegalStateException("interrupted");
        };
    assertThatThrownBy(() ->
            new Backup(fixture.ring(), Proofs.CLOCK, interrupted)
                .make(fixture.live(), fixture.backup("one"), Content.EVERYTHING))
        .hasMessage("interrupted");
    assertThat(names(parent)).containsExactly("live");

    fixture.make("one", Content.EVERYTHING);
    assertThatThrownBy(() -> fixture.restore(fixture.ring(), "one", NOTHING, interrupted))
        .hasMessage("interrupted");
    assertThat(names(fixture.back())).doesNotContain("memwarden.db", "restoring.db");
  }

  @Test
  void what_a_killed_restore_left_does_not_matter() throws IOException {
    fixture.make("one", Content.EVERYTHING);
    Path back = Files.createDirectory(fixture.back());
    for (String left : List.of("restoring.db", "restoring.db-journal", "restoring-authority.db")) {
      Files.writeString(back.resolve(left), "left");
    }

    assertThat(fixture.restore("one", NOTHING).manifest().keys()).isOne();
    assertThat(names(back)).noneMatch(name -> name.startsWith("restoring"));
    try (Stores stores = Opened.in(back)) {
      assertThat(BackupFixture.works(stores, "k1")).isTrue();
    }
  }

  @Test
  void the_key_that_signs_backups_signs_nothing_else() throws IOException {
    fixture.make("one", Content.EVERYTHING);
    Path manifest = fixture.backup("one").resolve("manifest");
    String body = Files.readString(manifest).replaceFirst("tag: .*\n", "");
    Files.writeString(
        manifest,
        body
            + "tag: "
            + fixture.ring().tag(Purpose.AUDIT_CHECKPOINT, body.getBytes(StandardCharsets.UTF_8))
            + "\n");

    refused(fixture.ring(), "one", NOTHING, "is not what was written");
  }

  private void refused(MasterKeyRing ring, String name, Since since, String says) {
    assertThatThrownBy(() -> fixture.restore(ring, name, since, IndexProgress.UNSEEN))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(says);
    assertThat(fixture.back().resolve("memwarden.db")).doesNotExist();
  }
}
