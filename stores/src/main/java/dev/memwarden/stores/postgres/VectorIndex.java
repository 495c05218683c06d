package dev.memwarden.stores.postgres;

import dev.memwarden.auth.Reach;
import dev.memwarden.auth.Sha256;
import dev.memwarden.memory.Kind;
import dev.memwarden.stores.sql.Items;
import dev.memwarden.stores.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// An index of the vectors of one model, by pgvector: a graph that leads from vector to vector,
/// over what is stored already. The database keeps it like any other index, whoever writes.
///
/// @param name its own; another model has another
/// @param stored condition that a vector is of the model, as the index has it
/// @param direction what of a vector is compared, as the index has it
/// @param schema that pgvector is in, quoted
record VectorIndex(String name, String stored, String direction, String schema) {
  private static final String PREFIX = "item_vector_near_";

  /// How far the graph is followed at once, in vectors: pgvector's own bounds.
  private static final int LEAST_WIDTH = 40;

  private static final int MOST_WIDTH = 1_000;

  /// For one transaction: scans go on; and the database follows the graph and asks of each vector
  /// whether it is in reach, whatever it thinks that there is in reach.
  private static final String SETTINGS =
      "SELECT set_config('hnsw.iterative_scan', 'relaxed_order', true),"
          + " set_config('hnsw.ef_search', ?, true),"
          + " set_config('enable_sort', 'off', true),"
          + " set_config('enable_material', 'off', true),"
          + " set_config('plan_cache_mode', 'force_custom_plan', true),"
          + " set_config('jit', 'off', true)";

  /// A stored vector (see [dev.memwarden.stores.sql.Vectors]) as pgvector has one. Its IEEE 754
  /// single-precision numbers are put together from their bits, as the database has no function
  /// that reads them. `OFFSET 0` keeps it from doing so once for each time that the bits are named.
  private static final String FUNCTION =
      """
      CREATE FUNCTION direction(bytes BYTEA) RETURNS %s.vector
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000
      RETURN ARRAY(
        SELECT (
            CASE WHEN bits < 0 THEN -1 ELSE 1 END
            * CASE (bits >> 23) & 255
                WHEN 0 THEN (bits & 8388607) * power(2::FLOAT8, -149)
                WHEN 255 THEN 0
                ELSE ((bits & 8388607) + 8388608) * power(2::FLOAT8, ((bits >> 23) & 255) - 150)
              END)::REAL
        FROM (
          SELECT get_byte(bytes, i) | (get_byte(bytes, i + 1) << 8)
              | (get_byte(bytes, i + 2) << 16) | (get_byte(bytes, i + 3) << 24) AS bits
          FROM generate_series(0, length(bytes) - 4, 4) AS i
          OFFSET 0
        ) AS numbers
      )::%<s.vector
      """;

  /// The index that there may be, if the database can have one; if not, says so in the log.
  ///
  /// @param connection of whoever logs in
  static Optional<VectorIndex> find(Connection connection, String model, int dimensions)
      throws SQLException {
    Optional<PgVector> extension = PgVector.find(connection, dimensions);
    return extension.isPresent()
        ? Optional.of(of(connection, extension.get(), model, dimensions))
        : Optional.empty();
  }

  private static VectorIndex of(
      Connection connection, PgVector extension, String model, int dimensions) throws SQLException {
    String quoted =
        Sql.of("SELECT quote_literal(?)", model)
            .first(connection, row -> row.getString(1))
            .orElseThrow();
    byte[] hash = Sha256.of((dimensions + " " + model).getBytes(StandardCharsets.UTF_8));
    return new VectorIndex(
        PREFIX + HexFormat.of().formatHex(Arrays.copyOf(hash, 8)),
        "model = " + quoted + " AND length(vector) = " + dimensions * Float.BYTES,
        "(direction(vector)::" + extension.schema() + ".vector(" + dimensions + "))",
        extension.schema());
  }

  /// Makes what it is made over, if it is not there.
  ///
  /// @param connection of the owner of the schema
  void prepare(Connection connection) throws SQLException {
    if (Sql.of("SELECT count(to_regprocedure(?))", PostgresSchema.NAME + ".direction(bytea)")
            .number(connection)
        == 0) {
      Sql.of(FUNCTION.formatted(schema)).run(connection);
    }
    Sql.of("GRANT EXECUTE ON FUNCTION direction(BYTEA) TO " + Role.MEMORY.sqlName())
        .run(connection);
  }

  /// Whether it is there, and whole.
  boolean isReady(Connection connection) throws SQLException {
    return Sql.of(
                "SELECT count(*) FROM pg_index"
                    + " WHERE indexrelid = to_regclass(?) AND indisvalid",
                PostgresSchema.NAME + "." + name)
            .number(connection)
        > 0;
  }

  /// Makes it. Others may write meanwhile.
  Sql creation() {
    return Sql.of(
        "CREATE INDEX CONCURRENTLY "
            + name
            + " ON item_vector USING hnsw ("
            + direction
            + " "
            + schema
            + ".vector_cosine_ops) WHERE "
            + stored);
  }

  /// Makes it anew. The old one is used meanwhile.
  Sql renewal() {
    return Sql.of("REINDEX INDEX CONCURRENTLY " + PostgresSchema.NAME + "." + name);
  }

  /// What is left of others: of another model, or of a creation that came to no end.
  List<Sql> removals(Connection connection) throws SQLException {
    return Sql.of(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                + " WHERE i.indrelid = to_regclass(?) AND starts_with(c.relname, ?)"
                + " AND (c.relname <> ? OR NOT i.indisvalid)",
            PostgresSchema.NAME + ".item_vector",
            PREFIX,
            name)
        .list(connection, row -> row.getString(1))
        .stream()
        .map(other -> Sql.of("DROP INDEX CONCURRENTLY " + PostgresSchema.NAME + "." + other))
        .toList();
  }

  /// Asks for the nearest in reach, most of them: `row` and `vector`. The graph is followed until
  /// there are as many as asked for, so that what others have only costs time; but not for ever
  /// (`hnsw.max_scan_tuples`), so that there may be fewer.
  Sql nearest(Connection connection, Reach reach, Kind kind, float[] wanted, int limit)
      throws SQLException {
    boolean _ =
        Sql.of(SETTINGS, Integer.toString(Math.clamp(limit, LEAST_WIDTH, MOST_WIDTH)))
            .first(connection, _ -> true)
            .isPresent();
    return Sql.of(
            "SELECT item.row, vector FROM item_vector JOIN item ON item.row = item_vector.row WHERE "
                + stored
                + " AND")
        .then(Items.within(reach, kind))
        .then(
            "ORDER BY "
                + direction
                + " OPERATOR("
                + schema
                + ".<=>) ?::"
                + schema
                + ".vector"
                + " LIMIT ?",
            text(wanted),
            limit);
  }

  private static String text(float[] vector) {
    StringBuilder text = new StringBuilder("[");
    for (float number : vector) {
      text.append(text.length() > 1 ? "," : "").append(number);
    }
    return text.append(']').toString();
  }
}
