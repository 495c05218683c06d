package dev.memwarden.stores.sql;

import dev.memwarden.auth.Place;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Relation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The table of relations. Each belongs to the memory that said so and goes with it; two memories
/// that say the same make two rows, which are shown as one.
final class Relations {
  private final Integrity integrity;

  Relations(Integrity integrity) {
    this.integrity = integrity;
  }

  void insert(Connection connection, long row, Place place, List<Relation> relations)
      throws SQLException {
    for (Relation relation : relations) {
      Sql.of("INSERT INTO relation (tenant, \"user\", agent, session, label, row, source,")
          .then("relationship, target, stamp)")
          .then(new Sql("VALUES (?, ?, ?, ?, ?,", ReachSql.stored(place)))
          .then(
              "?, ?, ?, ?, ?)",
              row,
              relation.source(),
              relation.relationship(),
              relation.target(),
              integrity.stamp(row, place, relation))
          .run(connection);
    }
  }

  void replace(Connection connection, long row, Place place, List<Relation> relations)
      throws SQLException {
    Sql.of("DELETE FROM relation WHERE row = ?", row).run(connection);
    insert(connection, row, place, relations);
  }

  /// Lets the relations go along with an item that moves. One whose stamp does not hold stays
  /// behind and is gone.
  void move(Connection connection, long row, Place to) throws SQLException {
    List<Relation> its = new ArrayList<>();
    Sql.of("SELECT * FROM relation WHERE row = ? ORDER BY seq", row)
        .until(
            connection,
            stored -> {
              Relation relation = read(stored);
              if (holds(stored, relation)) {
                its.add(relation);
              }
              return false;
            });
    replace(connection, row, to, its);
  }

  /// Different relations in reach, newest first.
  List<Relation> list(Connection connection, Reach reach, int limit) throws SQLException {
    Set<Relation> list = new LinkedHashSet<>();
    if (limit <= 0) {
      return List.of();
    }
    Sql.of("SELECT * FROM relation WHERE")
        .then(ReachSql.PLACES.in(reach))
        .then("ORDER BY seq DESC")
        .until(
            connection,
            row -> {
              Relation relation = read(row);
              if (holds(row, relation)) {
                list.add(relation);
              }
              return list.size() >= limit;
            });
    return List.copyOf(list);
  }

  private static Relation read(ResultSet row) throws SQLException {
    return new Relation(
        row.getString("source"), row.getString("relationship"), row.getString("target"));
  }

  private boolean holds(ResultSet row, Relation relation) throws SQLException {
    long of = row.getLong("row");
    Optional<Place> place = Item.place(row);
    return place.isPresent()
        ? integrity.holds(of, place.get(), relation, row.getString("stamp"))
        : integrity.withheld("relation", of).isPresent();
  }
}
