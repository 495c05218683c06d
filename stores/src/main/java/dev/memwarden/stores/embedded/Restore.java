package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.sql.Canary;
import dev.memwarden.stores.sql.DeletedUsers;
import dev.memwarden.stores.sql.Suspension;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Puts a backup back. Whatever was revoked since it was made never works again unless somebody
/// says so: see [Since]. Tokens end in any case, and are fetched anew with a key.
///
/// The store is there when it is whole; a process that is killed leaves the folder as empty as it
/// was, and the next one begins again.
public final class Restore {
  private static final String RESTORING = "restoring.db";
  private static final String NEWER = "restoring-authority.db";

  /// What may lie in the folder beforehand.
  private static final Set<String> EMPTY =
      Set.of(MasterKeyFile.NAME, Folder.LOCK, Folder.CACHE, RESTORING, NEWER);

  private final Folder folder;
  private final MasterKeyRing ring;
  private final Set<String> tenants;
  private final Function<String, Identity> admin;
  private final InstantSource clock;

  /// @param folder held by this process
  /// @param ring the master keys of the store
  /// @param tenants those that the configuration knows; the store knows its own
  /// @param admin whoever asks for it, as the admin of a tenant
  public Restore(
      Folder folder,
      MasterKeyRing ring,
      Set<String> tenants,
      Function<String, Identity> admin,
      InstantSource clock) {
    this.folder = folder;
    this.ring = ring;
    this.tenants = Set.copyOf(tenants);
    this.admin = admin;
    this.clock = clock;
  }

  /// @param manifest of the backup
  /// @param suspended tenants in which nobody is let in until they are enabled
  public record Restored(BackupManifest manifest, List<String> suspended) {
    public Restored {
      suspended = List.copyOf(suspended);
    }
  }

  /// Puts a backup into the folder.
  ///
  /// @param progress hears how much of it was copied, in bytes
  /// @throws BackupException if the folder is not empty, or the backup is not one of this master
  ///   key, not whole, or not what was written
  /// @throws dev.memwarden.stores.sql.NewerSchemaException if a newer version made the backup
  public Restored from(Path backup, Since since, IndexProgress progress) {
    try {
      refuseOccupied();
      NativeLibrary.confine(folder);
      Path restoring = folder.path().resolve(RESTORING);
      Path newer = folder.path().resolve(NEWER);
      try {
        Restored restored = from(backup, since, restoring, newer, progress);
        BackupFiles.force(restoring);
        Files.move(
            restoring, folder.path().resolve(Folder.DATABASE), StandardCopyOption.ATOMIC_MOVE);
        BackupFiles.forceNames(folder.path());
        return restored;
      } finally {
        BackupFiles.discard(restoring);
        BackupFiles.discard(newer);
      }
    } catch (IOException | SQLException e) {
      throw new StoreUnavailableException("cannot restore into " + folder.path(), e);
    }
  }

  private Restored from(
      Path backup, Since since, Path restoring, Path newer, IndexProgress progress)
      throws IOException, SQLException {
    BackupManifest manifest = BackupManifest.read(ring, backup);
    if (manifest.content() != BackupManifest.Content.EVERYTHING) {
      throw new BackupException("there are no memories in the backup " + backup);
    }
    copy(backup, manifest, restoring, progress);
    if (since instanceof Since.Known(Path authority)) {
      copy(authority, newer(authority, manifest), newer, IndexProgress.UNSEEN);
      try (Connection connection = BackupFiles.connect(newer)) {
        SqliteMigrations.apply(connection, clock);
      }
    }
    try (Connection connection = BackupFiles.connect(restoring)) {
      SqliteMigrations.apply(connection, clock);
      if (since instanceof Since.Known) {
        BackupFiles.attach(connection, newer);
      }
      List<String> suspended = BackupFiles.inTransaction(connection, open -> settle(open, since));
      return new Restored(manifest, suspended);
    }
  }

  private BackupManifest newer(Path authority, BackupManifest than) throws IOException {
    BackupManifest newer = BackupManifest.read(ring, authority);
    if (!newer.store().equals(than.store())) {
      throw new BackupException(authority + " is of another store");
    }
    if (newer.change() < than.change()) {
      throw new BackupException(authority + " is older than the backup");
    }
    return newer;
  }

  private static void copy(
      Path backup, BackupManifest manifest, Path restoring, IndexProgress progress)
      throws IOException {
    BackupFiles.discard(restoring);
    Folder.createFile(restoring);
    try (InputStream in = Files.newInputStream(backup.resolve(Folder.DATABASE));
        OutputStream out = Files.newOutputStream(restoring)) {
      String digest = BackupFiles.copy(in, out, done -> progress.at(done, manifest.size()));
      if (!digest.equals(manifest.sha256())) {
        throw new BackupException(
            backup.resolve(Folder.DATABASE) + " is not what was written, or not all of it");
      }
    }
  }

  private List<String> settle(Connection connection, Since since) throws SQLException {
    String store = Canary.check(connection, ring, folder.path().toString());
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    SqliteDialect dialect = new SqliteDialect();
    Suspension suspension = new Suspension(dialect, ring, store, admin, at);
    return switch (since) {
      case Since.Unknown _ -> suspend(connection, suspension);
      case Since.Nothing _ -> {
        suspension.endTokens(connection, tenants);
        yield List.of();
      }
      case Since.Known _ -> {
        AuthorityTables.replace(connection);
        DeletedUsers.removeMemory(connection, dialect, admin, at);
        suspension.endTokens(connection, tenants);
        yield List.of();
      }
    };
  }

  private List<String> suspend(Connection connection, Suspension suspension) throws SQLException {
    List<String> suspended = suspension.disableTenants(connection, tenants);
    suspension.endTokens(connection, tenants);
    return suspended;
  }

  /// Does to a store that came back in another way what is done to one that is restored while
  /// nothing is known of what was revoked since.
  ///
  /// @return tenants in which nobody is let in until they are enabled
  /// @throws BackupException if there is no store in the folder
  public List<String> suspend() {
    if (!folder.hasStore()) {
      throw new BackupException("there is no store in " + folder.path());
    }
    try {
      NativeLibrary.confine(folder);
      try (Connection connection = BackupFiles.connect(folder.database())) {
        SqliteMigrations.apply(connection, clock);
        return BackupFiles.inTransaction(connection, open -> settle(open, new Since.Unknown()));
      }
    } catch (IOException | SQLException e) {
      throw new StoreUnavailableException("cannot change the store in " + folder.path(), e);
    }
  }

  private void refuseOccupied() throws IOException {
    try (Stream<Path> files = Files.list(folder.path())) {
      List<String> others =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> EMPTY.stream().noneMatch(known -> isPart(name, known)))
              .sorted()
              .toList();
      if (!others.isEmpty()) {
        throw new BackupException(
            folder.path()
                + " is not empty: there is "
                + others.getFirst()
                + " in it; restore into an empty folder");
      }
    }
  }

  // SQLite's journals have the name of their database and an end.
  private static boolean isPart(String name, String known) {
    return name.equals(known) || (known.endsWith(".db") && name.startsWith(known + "-"));
  }
}
