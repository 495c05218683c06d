package dev.memwarden.stores.sql;

import dev.memwarden.auth.Place;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Relation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes to the table `item` and what hangs on it. Every method runs inside the transaction of its
/// caller.
public final class Items {
  private static final String PLACE =
      "tenant = ? AND \"user\" = ? AND agent = ? AND session = ? AND label = ?";

  private final Integrity integrity;
  private final Relations relations;
  private final Versions versions;
  private final Dialect dialect;

  Items(Integrity integrity, Relations relations, Versions versions, Dialect dialect) {
    this.integrity = integrity;
    this.dialect = dialect;
    this.relations = relations;
    this.versions = versions;
  }

  /// The condition that a row is of a kind and in reach.
  public static Sql within(Reach reach, Kind kind) {
    return Sql.of("kind = ? AND", kind.word()).then(ReachSql.PLACES.in(reach));
  }

  /// Asks for some rows, if they are in reach.
  Sql of(Reach reach, List<Long> rows) {
    return dialect.itemsOf(rows).then("AND").then(ReachSql.PLACES.in(reach));
  }

  /// Asks for the memories of a place with texts of this hash, oldest first.
  static Sql saying(Place place, String hash) {
    return Sql.of("SELECT * FROM item WHERE hash = ? AND kind = ? AND", hash, Kind.MEMORY.word())
        .then(new Sql(PLACE, ReachSql.stored(place)))
        .then("ORDER BY row");
  }

  /// The condition that a row is what an owner has of a kind and id: at most one is.
  static Sql named(Place owned, Kind kind, String id) {
    return Sql.of(
        "tenant = ? AND \"user\" = ? AND kind = ? AND id = ?",
        owned.tenant(),
        ReachSql.stored(owned.user()),
        kind.word(),
        id);
  }

  /// The row of this kind and id if exactly one is in reach and its stamp holds.
  Optional<Item> one(Connection connection, Reach reach, Kind kind, String id) throws SQLException {
    List<Item> found =
        Sql.of("SELECT * FROM item WHERE id = ? AND", id)
            .then(within(reach, kind))
            .then("LIMIT 2")
            .list(connection, Item::read);
    return found.size() == 1
        ? found.stream().filter(item -> item.checked(integrity).isPresent()).findFirst()
        : Optional.empty();
  }

  /// What the owner of `place` has of this kind and id, if it is in reach and its stamp holds.
  Optional<Item> owned(Connection connection, Reach reach, Place place, Kind kind, String id)
      throws SQLException {
    return Sql.of("SELECT * FROM item WHERE")
        .then(named(place, kind, id))
        .then("AND")
        .then(ReachSql.PLACES.in(reach))
        .first(connection, Item::read)
        .filter(item -> item.checked(integrity).isPresent());
  }

  /// Whether the owner of `place` has anything of this kind and id, in reach or not.
  static boolean exists(Connection connection, Place place, Kind kind, String id)
      throws SQLException {
    return Sql.of("SELECT 1 FROM item WHERE")
        .then(named(place, kind, id))
        .first(connection, row -> row.getInt(1))
        .isPresent();
  }

  /// Asks how many items an owner has of all kinds.
  ///
  /// @param enough where counting stops
  static Sql count(Owner owner, int enough) {
    return Sql.of(
        "SELECT count(*) FROM (SELECT 1 FROM item WHERE tenant = ? AND \"user\" = ? LIMIT ?) AS counted",
        owner.tenant(),
        owner.user(),
        enough);
  }

  /// The memory that already says the same in the same place.
  Optional<Memory> duplicate(Connection connection, Place place, String hash) throws SQLException {
    return saying(place, hash).list(connection, Item::read).stream()
        .flatMap(item -> item.checked(integrity).stream())
        .findFirst();
  }

  /// Stores an item of an id that is free.
  void insert(Connection connection, Memory memory, Draft draft) throws SQLException {
    long row = insert(connection, memory);
    vector(connection, row, draft.embedding().orElse(Embedding.NONE));
    relations.insert(connection, row, memory.place(), draft.relations());
    dialect.put(connection, row);
  }

  private long insert(Connection connection, Memory memory) throws SQLException {
    return Sql.of("INSERT INTO item (tenant, \"user\", agent, session, label, kind, id, text,")
        .then("metadata, attributes, hash, version, created_at, updated_at, principal,")
        .then("credential, stamp)")
        .then(new Sql("VALUES (?, ?, ?, ?, ?,", ReachSql.stored(memory.place())))
        .then(
            "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING row",
            memory.kind().word(),
            memory.id(),
            memory.text(),
            memory.metadata(),
            memory.attributes(),
            memory.hash(),
            memory.version(),
            Times.micros(memory.createdAt()),
            Times.micros(memory.updatedAt()),
            memory.provenance().principal(),
            memory.provenance().credential(),
            integrity.stamp(memory))
        .number(connection);
  }

  /// Puts `memory` in the place of what is there, which becomes a version; the reach is asked again
  /// by the statement that writes.
  ///
  /// @param embedding empty leaves the vector as it is
  /// @param its relations from now on; empty leaves them as they are
  void replace(
      Connection connection,
      Item old,
      Reach reach,
      Memory memory,
      Optional<Embedding> embedding,
      Optional<List<Relation>> its)
      throws SQLException {
    versions.keep(connection, old);
    update(connection, old.row(), reach, memory);
    boolean moved = !memory.place().equals(old.memory().place());
    if (moved) {
      versions.move(connection, old, memory);
    }
    if (its.isPresent()) {
      relations.replace(connection, old.row(), memory.place(), its.get());
    } else if (moved) {
      relations.move(connection, old.row(), memory.place());
    }
    if (embedding.isPresent()) {
      vector(connection, old.row(), embedding.get());
    }
    dialect.put(connection, old.row());
  }

  private void update(Connection connection, long row, Reach reach, Memory memory)
      throws SQLException {
    List<Object> place = new ArrayList<>(ReachSql.stored(memory.place()));
    int replaced =
        new Sql(
                "UPDATE item SET tenant = ?, \"user\" = ?, agent = ?, session = ?, label = ?,",
                place)
            .then(
                "text = ?, metadata = ?, attributes = ?, hash = ?, version = ?, updated_at = ?,"
                    + " principal = ?, credential = ?, stamp = ? WHERE row = ? AND",
                memory.text(),
                memory.metadata(),
                memory.attributes(),
                memory.hash(),
                memory.version(),
                Times.micros(memory.updatedAt()),
                memory.provenance().principal(),
                memory.provenance().credential(),
                integrity.stamp(memory),
                row)
            .then(ReachSql.PLACES.in(reach))
            .run(connection);
    if (replaced != 1) {
      throw new SQLException("the row went away inside a transaction");
    }
  }

  private static void vector(Connection connection, long row, Embedding embedding)
      throws SQLException {
    if (embedding.dimensions() == 0) {
      Sql.of("DELETE FROM item_vector WHERE row = ?", row).run(connection);
      return;
    }
    Sql.of(
            "INSERT INTO item_vector (row, model, vector) VALUES (?, ?, ?)"
                + " ON CONFLICT (row) DO UPDATE"
                + " SET model = excluded.model, vector = excluded.vector",
            row,
            embedding.model(),
            Vectors.bytes(embedding))
        .run(connection);
  }
}
