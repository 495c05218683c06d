package dev.memwarden.stores.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.stores.embedded.BackupManifest.Content;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.sql.Canary;
import dev.memwarden.stores.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.sqlite.ProgressHandler;

/// Makes a backup of a data folder, whether or not a server runs on it: a folder with one database
/// and a [BackupManifest]. It is as of one moment, and neither waits for others nor keeps them
/// waiting. The master key is not in it, and the search index is not, which is made anew.
///
/// **Cost**: reads and writes everything once. What is deleted meanwhile stays in the write-ahead
/// log of the server until the backup is done.
public final class Backup {
  /// Steps of SQLite between two looks at how far it is.
  private static final int STEPS = 100_000;

  private final MasterKeyRing ring;
  private final InstantSource clock;
  private final IndexProgress progress;

  /// @param ring the master keys of the store
  /// @param progress hears how many bytes there are already, and about how many there will be
  public Backup(MasterKeyRing ring, InstantSource clock, IndexProgress progress) {
    this.ring = ring;
    this.clock = clock;
    this.progress = progress;
  }

  /// Makes one in a new folder, which is there when it is whole. A process that is killed leaves a
  /// folder `.NAME.partial…` beside.
  ///
  /// @param data folder of the store
  /// @throws BackupException if there is no store, or something at `to` already
  /// @throws dev.memwarden.stores.sql.MasterKeyMismatchException if the master key is not the
  ///   store's
  public BackupManifest make(Path data, Path to, Content content) {
    Path database = data.resolve(Folder.DATABASE);
    if (!Files.exists(database)) {
      throw new BackupException("there is no store in " + data);
    }
    Path target = to.toAbsolutePath().normalize();
    Path parent = refuseExisting(target);
    try {
      Path library = data.resolve(Folder.CACHE).resolve("backup");
      Files.createDirectories(library, Folder.ownerOnly("rwx------"));
      NativeLibrary.confine(library);
      Files.createDirectories(parent);
      String name = "." + target.getFileName() + ".partial";
      Path partial = Files.createTempDirectory(parent, name, Folder.ownerOnly("rwx------"));
      return make(database, partial, target, content);
    } catch (IOException | SQLException e) {
      throw new StoreUnavailableException("cannot make the backup " + target, e);
    }
  }

  /// @return the folder that it will be in
  private static Path refuseExisting(Path target) {
    Path parent = target.getParent();
    if (parent == null || Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new BackupException("there is something at " + target + " already; name a new folder");
    }
    return parent;
  }

  private BackupManifest make(Path database, Path partial, Path target, Content content)
      throws IOException, SQLException {
    Path copy = partial.resolve(Folder.DATABASE);
    Path manifest = partial.resolve(BackupManifest.NAME);
    boolean done = false;
    try {
      Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      Folder.createFile(copy);
      switch (content) {
        case EVERYTHING -> everything(database, copy);
        case AUTHORITY -> authority(database, copy);
      }
      BackupManifest made = describe(database, copy, content, at);
      Folder.createFile(manifest);
      Files.writeString(manifest, made.print(ring), UTF_8);
      BackupFiles.force(copy);
      BackupFiles.force(manifest);
      BackupFiles.forceNames(partial);
      Path parent = refuseExisting(target); // somebody may have been quicker
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      done = true;
      BackupFiles.forceNames(parent);
      return made;
    } finally {
      if (!done) {
        BackupFiles.discard(copy);
        BackupFiles.discard(manifest);
        Files.deleteIfExists(partial);
      }
    }
  }

  private void everything(Path database, Path copy) throws SQLException, IOException {
    long size = Files.size(database);
    try (Connection live = BackupFiles.connect(database)) {
      ProgressHandler.setHandler(
          live,
          STEPS,
          new ProgressHandler() {
            @Override
            protected int progress() {
              progress.at(Math.min(copy.toFile().length(), size), size);
              return 0;
            }
          });
      Sql.of("VACUUM INTO ?", copy.toString()).run(live);
      ProgressHandler.clearHandler(live);
    }
  }

  private void authority(Path database, Path copy) throws SQLException {
    try (Connection made = BackupFiles.connect(copy)) {
      SqliteMigrations.apply(made, clock);
      BackupFiles.attach(made, database);
      boolean _ =
          BackupFiles.inTransaction(
              made,
              connection -> {
                AuthorityTables.replace(connection);
                // What tells whose it is.
                Sql.of("INSERT INTO main.meta SELECT * FROM other.meta").run(connection);
                return true;
              });
    }
  }

  private BackupManifest describe(Path database, Path copy, Content content, Instant at)
      throws SQLException, IOException {
    long size = Files.size(copy);
    String digest;
    try (InputStream in = Files.newInputStream(copy)) {
      digest = BackupFiles.copy(in, OutputStream.nullOutputStream(), _ -> {});
    }
    progress.at(size, size);
    try (Connection made = BackupFiles.connect(copy)) {
      return new BackupManifest(
          content,
          Canary.check(made, ring, database.toString()),
          (int) Sql.of("SELECT max(version) FROM schema_version").number(made),
          Sql.of("SELECT coalesce(max(seq), 0) FROM auth_change").number(made),
          at,
          Sql.of("SELECT count(*) FROM item WHERE kind = 'memory'").number(made),
          Sql.of("SELECT count(*) FROM api_key").number(made),
          size,
          digest);
    }
  }
}
