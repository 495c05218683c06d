package dev.memwarden.stores.postgres;

import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The extension pgvector, as it is in a database that has it.
///
/// @param schema that it is in, quoted
/// @param version such as `0.8.7`
record PgVector(String schema, String version) {
  /// Its indexes have no more dimensions (pgvector, "HNSW").
  private static final int MAX_DIMENSIONS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(PgVector.class);

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\b.*");

  /// The extension, if vectors can be found by it; if not, says so in the log.
  ///
  /// @param connection of whoever logs in
  /// @param dimensions length of the vectors
  static Optional<PgVector> find(Connection connection, int dimensions) throws SQLException {
    record Found(PgVector extension, boolean reachable) {}
    Optional<Found> found =
        Sql.of(
                "SELECT quote_ident(n.nspname), e.extversion,"
                    + " has_schema_privilege(?::NAME, n.oid, 'USAGE')"
                    + " FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
                    + " WHERE e.extname = 'vector'",
                Role.MEMORY.sqlName())
            .first(
                connection,
                row ->
                    new Found(new PgVector(row.getString(1), row.getString(2)), row.getBoolean(3)));
    if (found.isEmpty()) {
      return none("the database does not have the extension vector");
    }
    PgVector extension = found.get().extension;
    if (!extension.isIterative()) {
      return none("pgvector " + extension.version + " is older than 0.8");
    }
    if (!found.get().reachable) {
      return none(
          "the role " + Role.MEMORY.sqlName() + " may not use the schema " + extension.schema);
    }
    if (dimensions > MAX_DIMENSIONS) {
      return none("pgvector has no index for " + dimensions + " dimensions");
    }
    return Optional.of(extension);
  }

  private static Optional<PgVector> none(String why) {
    LOG.info("event=search kind=exact words=full_text because=\"{}\"", why);
    return Optional.empty();
  }

  // Scans go on until enough is found since version 0.8.
  boolean isIterative() {
    Matcher numbers = NUMBERS.matcher(version);
    return numbers.matches()
        && (Integer.parseInt(numbers.group(1)) > 0 || Integer.parseInt(numbers.group(2)) >= 8);
  }
}
