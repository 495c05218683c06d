package dev.memwarden.stores.sql;

import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Hit;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Selection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads what a [Selection] means. A condition is asked row by row, only of what is in reach and
/// holds, and nothing is kept but what was asked for.
record Selecting(
    Integrity integrity, Dialect dialect, Connection connection, Reach reach, Selection selection) {

  /// Takes one item after the other.
  @FunctionalInterface
  private interface Taking {
    /// @return whether that was enough
    boolean take(long row, Memory memory);
  }

  private Sql inReach() {
    return Items.within(reach, selection.kind());
  }

  List<Memory> list(Order order, int offset, int limit) throws SQLException {
    String direction =
        switch (order) {
          case NEWEST_FIRST -> "DESC";
          case OLDEST_FIRST -> "ASC";
        };
    Sql all = Sql.of("SELECT * FROM item WHERE").then(inReach()).then("ORDER BY row " + direction);
    List<Memory> list = new ArrayList<>();
    if (limit <= 0) {
      return list;
    }
    if (selection.condition().isEmpty()) {
      each(
          all.then("LIMIT ? OFFSET ?", limit, Math.max(offset, 0)),
          (_, memory) -> {
            list.add(memory);
            return false;
          });
      return list;
    }
    Skipping skipping = new Skipping(offset);
    each(
        all,
        (_, memory) -> {
          if (!skipping.skips()) {
            list.add(memory);
          }
          return list.size() >= limit;
        });
    return list;
  }

  /// Leaves out the first few.
  private static final class Skipping {
    private int left;

    Skipping(int left) {
      this.left = left;
    }

    boolean skips() {
      return left-- > 0;
    }
  }

  Set<Long> rows() throws SQLException {
    if (selection.condition().isEmpty()) {
      return Set.copyOf(
          Sql.of("SELECT row FROM item WHERE")
              .then(inReach())
              .list(connection, row -> row.getLong(1)));
    }
    Set<Long> rows = new HashSet<>();
    each(
        Sql.of("SELECT * FROM item WHERE").then(inReach()),
        (row, _) -> {
          rows.add(row);
          return false;
        });
    return rows;
  }

  long count() throws SQLException {
    return selection.condition().isEmpty()
        ? Sql.of("SELECT count(*) FROM item WHERE").then(inReach()).number(connection)
        : rows().size();
  }

  long countEmbedded() throws SQLException {
    return Sql.of("SELECT count(*) FROM item")
        .then(dialect.joinInOrder())
        .then("item_vector v ON v.row = item.row WHERE")
        .then(inReach())
        .number(connection);
  }

  /// Those of `rows` that still fit.
  List<Long> still(Set<Long> rows) throws SQLException {
    List<Long> still = new ArrayList<>();
    for (long row : rows) {
      each(
          Sql.of("SELECT * FROM item WHERE row = ? AND", row).then(inReach()),
          (its, _) -> {
            still.add(its);
            return false;
          });
    }
    return still;
  }

  private void each(Sql sql, Taking taking) throws SQLException {
    sql.until(
        connection,
        row -> {
          Item item = Item.read(row);
          return item.checked(integrity).filter(selection::fits).isPresent()
              && taking.take(item.row(), item.memory());
        });
  }

  List<Hit> nearest(Embedding wanted, int limit) throws SQLException {
    Nearest nearest = new Nearest(limit);
    if (limit <= 0) {
      return List.of();
    }
    // In this order: from what is in reach to its vectors, never from all vectors.
    Sql.of("SELECT item.*, v.vector FROM item")
        .then(dialect.joinInOrder())
        .then("item_vector v ON v.row = item.row")
        .then(
            "WHERE v.model = ? AND length(v.vector) = ? AND",
            wanted.model(),
            wanted.dimensions() * Float.BYTES)
        .then(inReach())
        .until(
            connection,
            row -> {
              double score = wanted.cosine(Vectors.floats(row.getBytes("vector")));
              // Most are too far away to be read at all.
              if (nearest.wants(score, row.getLong("row"))) {
                Item item = Item.read(row);
                item.checked(integrity)
                    .filter(selection::fits)
                    .ifPresent(memory -> nearest.offer(score, item.row(), memory));
              }
              return false;
            });
    return nearest.hits();
  }
}
