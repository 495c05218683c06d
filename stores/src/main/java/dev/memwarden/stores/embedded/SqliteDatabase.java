package dev.memwarden.stores.embedded;

import dev.memwarden.auth.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// One SQLite file in write-ahead mode: one [Writer], [Readers] for memory, and others for
/// credentials, so that neither can starve the other.
final class Database implements AutoCloseable {
  private static final int READERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
  private static final int CREDENTIAL_READERS = 2;

  private final Path file;
  private final Writer writer;
  private final Readers memory;
  private final Readers credentials;
  private final AtomicReference<Runnable> afterCommit;

  private Database(
      Path file,
      Writer writer,
      Readers memory,
      Readers credentials,
      AtomicReference<Runnable> afterCommit) {
    this.file = file;
    this.writer = writer;
    this.memory = memory;
    this.credentials = credentials;
    this.afterCommit = afterCommit;
  }

  /// Opens the file of the folder and brings its schema to the newest version.
  static Database open(Folder folder, InstantSource clock) {
    AtomicReference<Runnable> afterCommit = new AtomicReference<>(() -> {});
    List<Connection> opened = new ArrayList<>();
    boolean done = false;
    try {
      NativeLibrary.confine(folder);
      Path file = folder.database();
      Connection writing = connect(file, false);
      opened.add(writing);
      Migrations.apply(writing, clock);
      for (int i = 0; i < READERS + CREDENTIAL_READERS; i++) {
        opened.add(connect(file, true));
      }
      done = true;
      return new Database(
          file,
          new Writer(writing, () -> afterCommit.get().run()).start(),
          new Readers("memwarden-reader", opened.subList(1, 1 + READERS)).start(),
          new Readers("memwarden-key-reader", opened.subList(1 + READERS, opened.size())).start(),
          afterCommit);
    } catch (SQLException | IOException e) {
      throw new StoreUnavailableException("cannot open the database in " + folder.path(), e);
    } finally {
      if (!done) {
        closeAll(opened);
      }
    }
  }

  private static void closeAll(List<Connection> connections) {
    try {
      for (Connection connection : connections) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new StoreUnavailableException("cannot close the database", e);
    }
  }

  private static Connection connect(Path file, boolean readOnly) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(5_000);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    Connection connection = source.getConnection();
    if (readOnly) {
      Sql.of("PRAGMA query_only = ON").run(connection);
    } else {
      // What is deleted is overwritten, not merely unlinked.
      long _ = Sql.of("PRAGMA secure_delete = ON").number(connection);
    }
    return connection;
  }

  /// A read connection of one's own.
  Connection connect() {
    try {
      return connect(file, true);
    } catch (SQLException e) {
      throw new StoreUnavailableException("cannot open the database", e);
    }
  }

  /// Changes, one group at a time.
  Writer writer() {
    return writer;
  }

  /// Questions about memory.
  Readers memory() {
    return memory;
  }

  /// Questions about credentials.
  Readers credentials() {
    return credentials;
  }

  /// Sets what is called after each commit.
  void afterCommit(Runnable wake) {
    afterCommit.set(wake);
  }

  @Override
  public void close() {
    memory.close();
    credentials.close();
    writer.close();
  }
}
