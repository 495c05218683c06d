package dev.memwarden.stores.postgres;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.MemoryIndex;
import dev.memwarden.memory.Question;
import dev.memwarden.stores.ranking.Best;
import dev.memwarden.stores.ranking.Fusion;
import dev.memwarden.stores.sql.Database;
import dev.memwarden.stores.sql.Items;
import dev.memwarden.stores.sql.Sql;
import dev.memwarden.stores.sql.Vectors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Ranks in the database: words by its full text search, meaning by comparing every vector in
/// reach.
///
/// **Guarantees**: a search sees every change acknowledged before it began; nothing outside the
/// reach has any influence on its ranks. **Cost**: linear in the memories in reach.
final class PostgresIndex implements MemoryIndex {
  /// Each ranking goes this deep at least, so that the two have something to agree on.
  private static final int MIN_DEPTH = 50;

  /// Longest question that is taken apart, in characters: more adds nothing but time.
  private static final int MAX_WORDS = 4_000;

  private final Database database;
  private final String model;
  private final int dimensions;

  /// @param model id of the model whose vectors are ranked; others are found by words only
  PostgresIndex(Database database, String model, int dimensions) {
    this.database = database;
    this.model = model;
    this.dimensions = dimensions;
  }

  @Override
  public List<Ranked> search(Allow allow, Question question) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    int limit = question.limit();
    if (limit <= 0) {
      return List.of();
    }
    int depth = Math.max(MIN_DEPTH, (int) Math.min(3L * limit, Integer.MAX_VALUE - 1));
    return database
        .memory(reach)
        .readAtOneMoment(connection ->
            switch (question.ranking()) {
              case WORDS -> byWords(connection, reach, question, limit);
              case MEANING -> byMeaning(connection, reach, question, limit);
              case FUSED ->
                  Fusion.of(
                      List.of(
                          byWords(connection, reach, question, depth),
                          byMeaning(connection, reach, question, depth)),
                      limit);
            });
  }

  /// By any of the words. What a text is worth depends on that text alone: not even how rare a word
  /// is in reach is asked for.
  private static List<Ranked> byWords(
      Connection connection, Reach reach, Question question, int depth) throws SQLException {
    String words =
        question.words().length() > MAX_WORDS
            ? question.words().substring(0, MAX_WORDS)
            : question.words();
    Best best = new Best(question.among(), depth);
    // Of double precision, or the driver would round what comes as text, and not what comes later
    // in bytes.
    Sql.of(
            "SELECT item.row, ts_rank(w.words, wanted.words, 1)::DOUBLE PRECISION AS score FROM item"
                + " JOIN item_words w ON w.row = item.row CROSS JOIN (SELECT"
                + " string_agg('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''',"
                + " ' | ')::TSQUERY AS words FROM unnest(to_tsvector(?::REGCONFIG, ?))) AS wanted"
                + " WHERE w.words @@ wanted.words AND",
            PostgresDialect.WORDS,
            words.replace('\0', ' '))
        .then(Items.within(reach, question.kind()))
        .until(
            connection,
            row -> {
              best.offer(row.getDouble("score"), row.getLong("row"));
              return false;
            });
    return best.rows();
  }

  private List<Ranked> byMeaning(Connection connection, Reach reach, Question question, int depth)
      throws SQLException {
    Optional<Embedding> wanted =
        question
            .meaning()
            .filter(meaning ->
                meaning.model().equals(model)
                    && meaning.dimensions() == dimensions
                    && Embedding.pointsSomewhere(meaning.vector()));
    Best best = new Best(question.among(), depth);
    if (wanted.isEmpty()) {
      return List.of();
    }
    Sql.of("SELECT item.row, v.vector FROM item JOIN item_vector v ON v.row = item.row")
        .then("WHERE v.model = ? AND length(v.vector) = ? AND", model, dimensions * Float.BYTES)
        .then(Items.within(reach, question.kind()))
        .until(
            connection,
            row -> {
              float[] vector = Vectors.floats(row.getBytes("vector"));
              if (Embedding.pointsSomewhere(vector)) {
                best.offer(wanted.get().cosine(vector), row.getLong("row"));
              }
              return false;
            });
    return best.rows();
  }
}
