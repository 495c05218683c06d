package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Sha256;
import dev.memwarden.stores.sql.Sql;
import dev.memwarden.stores.sql.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// Files on their way into a backup or out of one.
final class BackupFiles {
  private static final int BUSY_MILLIS = 30_000;
  private static final int BUFFER = 1 << 16;

  /// What SQLite may have left beside a database.
  private static final List<String> BESIDE = List.of("", "-wal", "-shm", "-journal");

  private BackupFiles() {}

  /// Opens a database for this alone; others may have it open as well.
  static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source.getConnection();
  }

  /// Lets `connection` see the database of `file` as `other` too.
  static void attach(Connection connection, Path file) throws SQLException {
    Sql.of("ATTACH DATABASE ? AS other", file.toAbsolutePath().toString()).run(connection);
  }

  /// What a transaction changes; all of it, or nothing.
  static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    // Not IMMEDIATE: that would keep the writers of an attached database waiting too.
    Sql.of("BEGIN").run(connection);
    boolean done = false;
    try {
      T result = work.in(connection);
      Sql.of("COMMIT").run(connection);
      done = true;
      return result;
    } finally {
      if (!done) {
        Sql.of("ROLLBACK").run(connection);
      }
    }
  }

  /// Copies what `in` has.
  ///
  /// @return the SHA-256 of it, in lower-case hexadecimal digits
  static String copy(InputStream in, OutputStream out, Heard heard) throws IOException {
    MessageDigest digest = Sha256.begin();
    byte[] buffer = new byte[BUFFER];
    long done = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
      out.write(buffer, 0, read);
      done += read;
      heard.at(done);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Hears how many bytes were copied.
  @FunctionalInterface
  interface Heard {
    void at(long bytes);
  }

  /// Removes a database that came to nothing.
  static void discard(Path file) throws IOException {
    for (String end : BESIDE) {
      boolean _ = Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
    }
  }

  /// Returns once the content of a file is on disk.
  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /// Returns once the names in a folder are on disk.
  static void forceNames(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }
}
