package dev.memwarden.stores.sql;

import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table of entities: from records to rows and back. Every method runs inside the transaction
/// of its caller.
final class Entities {
  private final StampedTable table;

  Entities(Integrity integrity) {
    this.table =
        new StampedTable(
            integrity,
            "entity",
            List.of(
                "kind",
                "id",
                "tenant",
                "user",
                "agent",
                "session",
                "label",
                "created_at",
                "updated_at",
                "expires_at",
                "principal",
                "credential",
                "body"));
  }

  /// A row with what it says; empty if its stamp does not hold.
  record Row(long seq, Optional<Entity> readable) {}

  private static List<Object> values(Entity entity) {
    List<Object> values = new ArrayList<>(List.of(entity.kind().word(), entity.id()));
    values.addAll(ReachSql.stored(entity.place()));
    values.add(Times.micros(entity.createdAt()));
    values.add(Times.micros(entity.updatedAt()));
    values.add(Times.micros(entity.expiresAt()));
    values.add(entity.provenance().principal());
    values.add(entity.provenance().credential());
    values.add(entity.body());
    return values;
  }

  private Row read(ResultSet row, EntityKind kind) throws SQLException {
    Optional<Entity> readable =
        table.holds(row)
            ? Optional.of(
                new Entity(
                    kind,
                    row.getString("id"),
                    Item.place(row).orElseThrow(),
                    row.getString("body"),
                    Times.instant(row, "created_at"),
                    Times.instant(row, "updated_at"),
                    Times.maybe(row, "expires_at"),
                    Item.provenance(row)))
            : Optional.empty();
    return new Row(row.getLong("seq"), readable);
  }

  /// The condition that an entity of a kind is in reach and has not expired.
  static Sql there(EntityKind kind, Reach reach, Instant now) {
    return Sql.of(
            "kind = ? AND (expires_at IS NULL OR expires_at > ?) AND",
            kind.word(),
            Times.micros(now))
        .then(ReachSql.PLACES.in(reach));
  }

  /// The same, of one id.
  static Sql there(EntityKind kind, String id, Reach reach, Instant now) {
    return Sql.of("id = ? AND", id).then(there(kind, reach, now));
  }

  /// The row of this id, if exactly one is there.
  Optional<Row> one(Connection connection, EntityKind kind, String id, Reach reach, Instant now)
      throws SQLException {
    List<Row> found =
        Sql.of("SELECT * FROM entity WHERE")
            .then(there(kind, id, reach, now))
            .then("LIMIT 2")
            .list(connection, row -> read(row, kind));
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /// What is there, in order, without what is withheld.
  List<Entity> list(
      Connection connection, EntityKind kind, Reach reach, Instant now, int offset, int limit)
      throws SQLException {
    // First which, then what: sorting whole rows would read all of them.
    return Sql.of("SELECT * FROM entity WHERE seq IN (SELECT seq FROM entity WHERE")
        .then(there(kind, reach, now))
        .then("ORDER BY seq LIMIT ? OFFSET ?)", Math.max(limit, 0), Math.max(offset, 0))
        .then("ORDER BY seq")
        .list(connection, row -> read(row, kind))
        .stream()
        .flatMap(row -> row.readable().stream())
        .toList();
  }

  void insert(Connection connection, Entity entity) throws SQLException {
    table.insert(values(entity)).run(connection);
  }

  /// Puts `entity` in the place of what is in the row; the reach is asked again by the statement
  /// that writes.
  void replace(Connection connection, long seq, Reach reach, Entity entity) throws SQLException {
    int replaced =
        Sql.of(
                "UPDATE entity SET body = ?, created_at = ?, updated_at = ?, expires_at = ?,"
                    + " principal = ?, credential = ?, stamp = ? WHERE seq = ? AND",
                entity.body(),
                Times.micros(entity.createdAt()),
                Times.micros(entity.updatedAt()),
                Times.micros(entity.expiresAt()),
                entity.provenance().principal(),
                entity.provenance().credential(),
                table.stamp(values(entity)),
                seq)
            .then(ReachSql.PLACES.in(reach))
            .run(connection);
    if (replaced != 1) {
      throw new SQLException("the row went away inside a transaction");
    }
  }

  /// Removes everything that a user owns.
  static void removeOf(Connection connection, String tenant, String user) throws SQLException {
    for (EntityKind kind : EntityKind.values()) {
      Sql.of(
              "DELETE FROM entity WHERE kind = ? AND tenant = ? AND \"user\" = ?",
              kind.word(),
              tenant,
              user)
          .run(connection);
    }
  }
}
