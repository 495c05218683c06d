package dev.memwarden.stores.postgres;

import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.MemoryIndex.Ranked;
import dev.memwarden.memory.Question;
import dev.memwarden.stores.ranking.Best;
import dev.memwarden.stores.sql.Items;
import dev.memwarden.stores.sql.Sql;
import dev.memwarden.stores.sql.Vectors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Ranks by the angle between vectors. Scores come from the stored vectors, whichever way they were
/// found.
///
/// @param model id of the model whose vectors are ranked
/// @param index that finds most of the nearest without looking at all, if there is one
/// @param exact how many memories in reach are compared one by one, missing nothing
record Meaning(String model, int dimensions, Optional<VectorIndex> index, int exact) {
  /// Up to here comparing all is as fast as following a graph that others share.
  static final int EXACT = 10_000;

  /// The same with the index that there is.
  Meaning by(Optional<VectorIndex> found) {
    return new Meaning(model, dimensions, found, exact);
  }

  List<Ranked> rank(Connection connection, Reach reach, Question question, int depth)
      throws SQLException {
    Optional<Embedding> wanted =
        question
            .meaning()
            .filter(meaning ->
                meaning.model().equals(model)
                    && meaning.dimensions() == dimensions
                    && Embedding.pointsSomewhere(meaning.vector()));
    if (wanted.isEmpty()) {
      return List.of();
    }
    // The graph could spend all that it finds on rows that may not be found.
    if (index.isPresent()
        && question.among().isEmpty()
        && isMore(connection, reach, question.kind())
        && index.get().isReady(connection)) {
      Sql nearest =
          index.get().nearest(connection, reach, question.kind(), wanted.get().vector(), depth);
      List<Ranked> found = best(connection, nearest, question, wanted.get(), depth);
      if (found.size() == depth) {
        return found;
      }
    }
    Sql all =
        Sql.of("SELECT item.row, v.vector FROM item JOIN item_vector v ON v.row = item.row")
            .then("WHERE v.model = ? AND length(v.vector) = ? AND", model, dimensions * Float.BYTES)
            .then(Items.within(reach, question.kind()));
    return best(connection, all, question, wanted.get(), depth);
  }

  private boolean isMore(Connection connection, Reach reach, Kind kind) throws SQLException {
    return Sql.of("SELECT count(*) FROM (SELECT FROM item WHERE")
            .then(Items.within(reach, kind))
            .then("LIMIT ?) AS counted", exact + 1)
            .number(connection)
        > exact;
  }

  private static List<Ranked> best(
      Connection connection, Sql sql, Question question, Embedding wanted, int depth)
      throws SQLException {
    Best best = new Best(question.among(), depth);
    sql.until(
        connection,
        row -> {
          float[] vector = Vectors.floats(row.getBytes("vector"));
          if (Embedding.pointsSomewhere(vector)) {
            best.offer(wanted.cosine(vector), row.getLong("row"));
          }
          return false;
        });
    return best.rows();
  }
}
