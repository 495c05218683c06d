package dev.memwarden.stores.sql;

import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryStore.Version;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The table of versions that were replaced.
final class Versions {
  private final Integrity integrity;

  Versions(Integrity integrity) {
    this.integrity = integrity;
  }

  /// Keeps the version that is about to be replaced.
  void keep(Connection connection, Item item) throws SQLException {
    Version version = inForce(item.memory());
    Sql.of(
            "INSERT INTO item_version (row, version, text, metadata, attributes, at, principal,"
                + " credential, stamp) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            item.row(),
            version.version(),
            version.text(),
            version.metadata(),
            version.attributes(),
            Times.micros(version.at()),
            version.provenance().principal(),
            version.provenance().credential(),
            integrity.stamp(item.memory(), version))
        .run(connection);
  }

  /// All versions whose stamp holds, oldest first, the one in force last.
  List<Version> of(Connection connection, Item item) throws SQLException {
    List<Version> versions = replaced(connection, item);
    versions.add(inForce(item.memory()));
    return versions;
  }

  private List<Version> replaced(Connection connection, Item item) throws SQLException {
    List<Version> versions = new ArrayList<>();
    Sql.of("SELECT * FROM item_version WHERE row = ? ORDER BY version", item.row())
        .until(
            connection,
            row -> {
              Version version = read(row);
              if (integrity.holds(item.row(), item.memory(), version, row.getString("stamp"))) {
                versions.add(version);
              }
              return false;
            });
    return versions;
  }

  private static Version read(ResultSet row) throws SQLException {
    return new Version(
        row.getInt("version"),
        row.getString("text"),
        row.getString("metadata"),
        row.getString("attributes"),
        Times.instant(row, "at"),
        Item.provenance(row));
  }

  /// Lets the versions go along with an item that moves. One whose stamp does not hold gets none.
  void move(Connection connection, Item from, Memory to) throws SQLException {
    for (Version version : replaced(connection, from)) {
      Sql.of(
              "UPDATE item_version SET stamp = ? WHERE row = ? AND version = ?",
              integrity.stamp(to, version),
              from.row(),
              version.version())
          .run(connection);
    }
  }

  private static Version inForce(Memory memory) {
    return new Version(
        memory.version(),
        memory.text(),
        memory.metadata(),
        memory.attributes(),
        memory.updatedAt(),
        memory.provenance());
  }
}
