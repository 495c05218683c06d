package dev.memwarden.stores.postgres;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.MemoryIndex;
import dev.memwarden.memory.Question;
import dev.memwarden.stores.ranking.Best;
import dev.memwarden.stores.ranking.Fusion;
import dev.memwarden.stores.sql.Database;
import dev.memwarden.stores.sql.Items;
import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Ranks in the database: words by its full text search, meaning by its vectors.
///
/// **Guarantees**: a search sees every change acknowledged before it began; nothing outside the
/// reach has any influence on its ranks (with pgvector, beyond [Meaning#EXACT] memories in reach:
/// hardly any, as the graph of vectors is shared). **Cost**: linear in the memories in reach; with
/// pgvector by words only.
final class PostgresIndex implements MemoryIndex {
  /// Each ranking goes this deep at least, so that the two have something to agree on.
  private static final int MIN_DEPTH = 50;

  /// Longest question that is taken apart, in characters: more adds nothing but time.
  private static final int MAX_WORDS = 4_000;

  private final Database database;
  private final Meaning meaning;

  PostgresIndex(Database database, Meaning meaning) {
    this.database = database;
    this.meaning = meaning;
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
              case MEANING -> meaning.rank(connection, reach, question, limit);
              case FUSED ->
                  Fusion.of(
                      List.of(
                          byWords(connection, reach, question, depth),
                          meaning.rank(connection, reach, question, depth)),
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
}
