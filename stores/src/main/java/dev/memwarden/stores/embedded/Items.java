package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Place;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Provenance;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Writes to the table `item` and what hangs on it. Every method runs inside the transaction of its
/// caller.
final class Items {
  private static final String PLACE =
      "tenant = ? AND user = ? AND agent = ? AND session = ? AND label = ?";

  private final Integrity integrity;
  private final Relations relations;

  Items(Integrity integrity, Relations relations) {
    this.integrity = integrity;
    this.relations = relations;
  }

  /// The row of this id if exactly one is in reach and its stamp holds.
  Optional<Item> one(Connection connection, Reach reach, String id) throws SQLException {
    List<Item> found =
        Sql.of("SELECT * FROM item WHERE id = ? AND", id)
            .then(ReachSql.PLACES.in(reach))
            .then("LIMIT 2")
            .list(connection, Item::read);
    return found.size() == 1
        ? found.stream().filter(item -> item.checked(integrity).isPresent()).findFirst()
        : Optional.empty();
  }

  /// What already says the same in the same place.
  Optional<Memory> duplicate(Connection connection, Place place, String hash) throws SQLException {
    return Sql.of("SELECT * FROM item WHERE hash = ? AND", hash)
        .then(new Sql(PLACE, ReachSql.stored(place)))
        .then("ORDER BY row")
        .list(connection, Item::read)
        .stream()
        .flatMap(item -> item.checked(integrity).stream())
        .findFirst();
  }

  /// Stores a new memory.
  ///
  /// @throws IllegalArgumentException if its owner has one of that id
  Memory insert(Connection connection, Draft draft, Instant at, Provenance by) throws SQLException {
    String owner = ReachSql.stored(draft.place().user());
    boolean taken =
        Sql.of(
                "SELECT 1 FROM item WHERE tenant = ? AND user = ? AND id = ?",
                draft.place().tenant(),
                owner,
                draft.id())
            .first(connection, row -> row.getInt(1))
            .isPresent();
    if (taken) {
      throw new IllegalArgumentException("an owner has at most one memory of an id");
    }
    Instant stored = Times.stored(at);
    Memory memory =
        new Memory(
            draft.id(),
            draft.place(),
            draft.text(),
            draft.metadata(),
            TextHash.of(draft.text()),
            1,
            stored,
            stored,
            by);
    long row = insert(connection, memory);
    vector(connection, row, draft.embedding());
    relations.insert(connection, row, draft.place(), draft.relations());
    log(connection, row);
    return memory;
  }

  private long insert(Connection connection, Memory memory) throws SQLException {
    return Sql.of("INSERT INTO item (tenant, user, agent, session, label, id, text, metadata,")
        .then("hash, version, created_at, updated_at, principal, credential, stamp)")
        .then(new Sql("VALUES (?, ?, ?, ?, ?,", ReachSql.stored(memory.place())))
        .then(
            "?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING row",
            memory.id(),
            memory.text(),
            memory.metadata(),
            memory.hash(),
            memory.version(),
            Times.micros(memory.createdAt()),
            Times.micros(memory.updatedAt()),
            memory.provenance().principal(),
            memory.provenance().credential(),
            integrity.stamp(memory))
        .number(connection);
  }

  /// Puts `memory` in the place of what is in `row`; the reach is asked again by the statement that
  /// writes.
  void replace(Connection connection, long row, Reach reach, Memory memory, Embedding embedding)
      throws SQLException {
    int replaced =
        Sql.of(
                "UPDATE item SET text = ?, metadata = ?, hash = ?, version = ?, updated_at = ?,"
                    + " principal = ?, credential = ?, stamp = ? WHERE row = ? AND",
                memory.text(),
                memory.metadata(),
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
    vector(connection, row, embedding);
    log(connection, row);
  }

  private static void vector(Connection connection, long row, Embedding embedding)
      throws SQLException {
    Sql.of(
            "INSERT OR REPLACE INTO item_vector (row, model, vector) VALUES (?, ?, ?)",
            row,
            embedding.model(),
            Vectors.bytes(embedding))
        .run(connection);
  }

  private static void log(Connection connection, long row) throws SQLException {
    Sql.of("INSERT INTO index_log (row, op) VALUES (?, 'put')", row).run(connection);
  }
}
