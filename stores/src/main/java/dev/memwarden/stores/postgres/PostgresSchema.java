package dev.memwarden.stores.postgres;

import dev.memwarden.stores.sql.Migrations;
import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The schema and its roles: made by the first to open the database, brought to the newest version
/// by the first to know it; all others wait, however long that takes.
final class PostgresSchema {
  /// Its name: what else is in the database is not touched.
  static final String NAME = "memwarden";

  private static final int OLDEST = 15;

  private static final Set<String> THERE_ALREADY = Set.of("42710", "23505");
  private static final String NOT_ALLOWED = "42501";

  private static final Migrations ALL =
      new Migrations(
          PostgresSchema.class, List.of("V1__start.sql", "V2__pages.sql"), "BEGIN", (_, _) -> {});

  private PostgresSchema() {}

  /// Makes what is missing, and checks what is there.
  ///
  /// @param connection of whoever logs in, not in a transaction; closed soon
  /// @throws UnsuitableDatabaseException if the database is not fit
  /// @throws dev.memwarden.stores.sql.NewerSchemaException if a newer version made the schema
  static void open(Connection connection, InstantSource clock) throws SQLException {
    checkServer(connection);
    // Whoever is before us may change large tables, and then we may have to.
    Limits usual = Limits.lift(connection);
    // Released when the connection is closed.
    boolean _ =
        Sql.of("SELECT pg_advisory_lock(?)", Lock.SCHEMA.key())
            .first(connection, _ -> true)
            .isPresent();
    if (Sql.of("SELECT count(*) FROM pg_namespace WHERE nspname = ?", NAME).number(connection)
        == 0) {
      Sql.of("CREATE SCHEMA " + NAME).run(connection);
    }
    for (Role role : Role.values()) {
      make(connection, role);
    }
    Sql.of("GRANT USAGE ON SCHEMA " + NAME + " TO " + names()).run(connection);
    int version = ALL.version(connection);
    ALL.apply(connection, version, clock);
    checkRoles(connection);
    usual.restore(connection);
  }

  private static void checkServer(Connection connection) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < OLDEST) {
      throw new UnsuitableDatabaseException(
          "PostgreSQL " + version + " is too old; it must be " + OLDEST + " or newer");
    }
    String encoding =
        Sql.of("SHOW server_encoding").first(connection, row -> row.getString(1)).orElse("");
    if (!encoding.equals("UTF8")) {
      throw new UnsuitableDatabaseException(
          "the database must have the encoding UTF8, not " + encoding);
    }
  }

  private static void make(Connection connection, Role role) throws SQLException {
    String name = role.sqlName();
    if (Sql.of("SELECT count(*) FROM pg_roles WHERE rolname = ?", name).number(connection) == 0) {
      try {
        Sql.of("CREATE ROLE " + name + " NOLOGIN").run(connection);
      } catch (SQLException e) {
        // Roles belong to the whole server: another database may be opened at this moment.
        if (!THERE_ALREADY.contains(String.valueOf(e.getSQLState()))) {
          throw unmade(e);
        }
      }
    }
    if (Sql.of("SELECT CASE WHEN pg_has_role(?::NAME, 'USAGE') THEN 1 ELSE 0 END", name)
            .number(connection)
        == 0) {
      try {
        Sql.of("GRANT " + name + " TO CURRENT_USER").run(connection);
      } catch (SQLException e) {
        throw unmade(e);
      }
    }
  }

  private static RuntimeException unmade(SQLException e) {
    if (!NOT_ALLOWED.equals(e.getSQLState())) {
      return new UnsuitableDatabaseException("the roles cannot be made", e);
    }
    String commands =
        Arrays.stream(Role.values())
            .map(Role::sqlName)
            .map(name -> "CREATE ROLE " + name + " NOLOGIN; GRANT " + name + " TO <user>;")
            .collect(Collectors.joining(" "));
    return new UnsuitableDatabaseException(
        "the user may not make roles; let somebody who may run: " + commands, e);
  }

  // A role that may see everything would be no fence.
  private static void checkRoles(Connection connection) throws SQLException {
    long open =
        Sql.of(
                "SELECT count(*) FROM pg_roles WHERE (rolsuper OR rolbypassrls)"
                    + " AND rolname = ANY (string_to_array(?, ', '))",
                names())
            .number(connection);
    if (open > 0) {
      throw new UnsuitableDatabaseException(
          "one of the roles " + names() + " may pass row-level security; take that from it");
    }
  }

  private static String names() {
    return Arrays.stream(Role.values()).map(Role::sqlName).collect(Collectors.joining(", "));
  }
}
