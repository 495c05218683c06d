package dev.memwarden.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A real PostgreSQL server, one for all tests of a process; it ends with it.
final class PostgresPeer {
  private static final EmbeddedPostgres SERVER = start();
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final String database;

  private PostgresPeer(String database) {
    this.database = database;
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start", e);
    }
  }

  /// A new database.
  static PostgresPeer create() throws SQLException {
    String name = "t" + DATABASES.incrementAndGet();
    run("CREATE DATABASE " + name);
    return new PostgresPeer(name);
  }

  private static void run(String sql) throws SQLException {
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// What a server must be told to use it.
  Map<String, String> settings(String masterKey) {
    return Map.of(
        "MEMWARDEN_POSTGRES_URL",
        "postgresql://127.0.0.1:" + SERVER.getPort() + "/" + database,
        "MEMWARDEN_POSTGRES_USER",
        "postgres",
        "MEMWARDEN_POSTGRES_CONNECTIONS",
        "4",
        "MEMWARDEN_MASTER_KEY",
        masterKey);
  }

  /// Lets nobody in any more, and whoever is in out.
  void cut() throws SQLException {
    run("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
    run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + database
            + "'");
  }

  /// Lets everybody in again.
  void mend() throws SQLException {
    run("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
  }

  /// A connection to it behind the back of whoever uses it.
  Connection connect() throws SQLException {
    return SERVER.getDatabase("postgres", database).getConnection();
  }

  /// Runs a statement there.
  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      boolean _ = statement.execute(sql);
    }
  }

  /// Whether somebody in it waits for what somebody else holds.
  boolean isWaitedFor() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet waiting =
            statement.executeQuery(
                "SELECT 1 FROM pg_stat_activity WHERE datname = '"
                    + database
                    + "' AND wait_event_type = 'Lock'")) {
      return waiting.next();
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not say who waits", e);
    }
  }

  /// Where the server listens.
  int port() {
    return SERVER.getPort();
  }

  /// Lets nothing be written by whoever comes from now on, or again; who is in must come again.
  void makeReadOnly(boolean only) throws SQLException {
    run("ALTER DATABASE " + database + " SET default_transaction_read_only = " + only);
    run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + database
            + "'");
  }

  /// Lets the audit log be full, as the disk would have it, or have room again.
  void fillAudit(boolean full) throws SQLException {
    execute(
        full
            ? """
            CREATE FUNCTION memwarden.no_room() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$;
            CREATE TRIGGER no_room BEFORE INSERT ON memwarden.audit
            EXECUTE FUNCTION memwarden.no_room();
            """
            : "DROP FUNCTION memwarden.no_room CASCADE");
  }

  /// Removes the database.
  void drop() throws SQLException {
    run("DROP DATABASE " + database + " WITH (FORCE)");
  }
}
