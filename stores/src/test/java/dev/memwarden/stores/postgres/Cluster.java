package dev.memwarden.stores.postgres;

import dev.memwarden.stores.Proofs;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// One PostgreSQL server for all tests of a process; it ends with it. Whoever logs in for the
/// program is no superuser, but may make roles.
final class Cluster {
  static final String LOGIN = "warden";

  /// A database with the schema and nothing else.
  static final String WITH_SCHEMA = "with_schema";

  private static final EmbeddedPostgres SERVER = start();
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private Cluster() {}

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE ROLE " + LOGIN + " LOGIN CREATEROLE");
        statement.execute("CREATE DATABASE " + WITH_SCHEMA + " OWNER " + LOGIN);
      }
      try (Connection connection = server.getDatabase(LOGIN, WITH_SCHEMA).getConnection()) {
        connection.setSchema(PostgresSchema.NAME);
        PostgresSchema.open(connection, Proofs.CLOCK);
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start", e);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not answer", e);
    }
  }

  /// Makes a new database.
  ///
  /// @param template what it is a copy of
  /// @return its name
  static String create(String template) throws SQLException {
    String name = "t" + DATABASES.incrementAndGet();
    run("postgres", "CREATE DATABASE " + name + " TEMPLATE " + template + " OWNER " + LOGIN);
    return name;
  }

  /// Removes a database, whoever uses it.
  static void drop(String name) throws SQLException {
    run("postgres", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  /// Runs a statement as superuser.
  static void run(String database, String sql) throws SQLException {
    try (Connection connection = connect(database, "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// A connection beside the program.
  static Connection connect(String database, String user) throws SQLException {
    return SERVER.getDatabase(user, database).getConnection();
  }

  static String url(String database) {
    return "postgresql://127.0.0.1:" + SERVER.getPort() + "/" + database;
  }
}
