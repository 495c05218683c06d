package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Reach;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.stores.sql.Access;
import dev.memwarden.stores.sql.Database;
import dev.memwarden.stores.sql.Dialect;
import dev.memwarden.stores.sql.Sql;
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
final class SqliteDatabase implements Database, AutoCloseable {
  private static final int READERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
  private static final int CREDENTIAL_READERS = 2;

  private final Path file;
  private final Writer writer;
  private final SqliteAccess memory;
  private final SqliteAccess credentials;
  private final SqliteDialect dialect = new SqliteDialect();
  private final AtomicReference<Runnable> afterCommit;

  private SqliteDatabase(
      Path file,
      Writer writer,
      Readers memory,
      Readers credentials,
      AtomicReference<Runnable> afterCommit) {
    this.file = file;
    this.writer = writer;
    this.memory = new SqliteAccess(memory, writer);
    this.credentials = new SqliteAccess(credentials, writer);
    this.afterCommit = afterCommit;
  }

  /// Opens the file of the folder and brings its schema to the newest version.
  static SqliteDatabase open(Folder folder, InstantSource clock) {
    AtomicReference<Runnable> afterCommit = new AtomicReference<>(() -> {});
    List<Connection> opened = new ArrayList<>();
    boolean done = false;
    try {
      NativeLibrary.confine(folder);
      Path file = folder.database();
      Connection writing = connect(file, false);
      opened.add(writing);
      SqliteMigrations.apply(writing, clock);
      for (int i = 0; i < READERS + CREDENTIAL_READERS; i++) {
        opened.add(connect(file, true));
      }
      done = true;
      return new SqliteDatabase(
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

  @Override
  public Access memory(Reach reach) {
    return memory;
  }

  @Override
  public Access authority(String tenant) {
    return credentials;
  }

  @Override
  public Access removal(Reach reach) {
    return credentials;
  }

  /// There is one writer.
  @Override
  public void holdAuthority(Connection connection) {}

  @Override
  public Access credentials() {
    return credentials;
  }

  @Override
  public Access upkeep() {
    return memory;
  }

  @Override
  public Access log() {
    return credentials;
  }

  @Override
  public Access audit() {
    return memory;
  }

  @Override
  public Access audit(String tenant) {
    return memory;
  }

  @Override
  public int waiting() {
    return writer.waiting();
  }

  /// The folder is this process's.
  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  /// Sets what is called after each commit.
  void afterCommit(Runnable wake) {
    afterCommit.set(wake);
  }

  @Override
  public void close() {
    memory.readers().close();
    credentials.readers().close();
    writer.close();
  }
}
