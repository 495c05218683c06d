package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Place;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Provenance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// A row of the table `item`.
record Item(long row, Memory memory, String stamp) {

  static Item read(ResultSet row) throws SQLException {
    Memory memory =
        new Memory(
            row.getString("id"),
            place(row),
            row.getString("text"),
            row.getString("metadata"),
            row.getString("hash"),
            row.getInt("version"),
            Times.instant(row, "created_at"),
            Times.instant(row, "updated_at"),
            provenance(row));
    return new Item(row.getLong("row"), memory, row.getString("stamp"));
  }

  static Place place(ResultSet row) throws SQLException {
    return new Place(
        row.getString("tenant"),
        axis(row, "user"),
        axis(row, "agent"),
        axis(row, "session"),
        axis(row, "label"));
  }

  static Provenance provenance(ResultSet row) throws SQLException {
    return new Provenance(row.getString("principal"), row.getString("credential"));
  }

  private static Optional<String> axis(ResultSet row, String column) throws SQLException {
    return Optional.of(row.getString(column)).filter(value -> !value.equals(ReachSql.NONE));
  }

  /// The record if its stamp holds.
  Optional<Memory> checked(Integrity integrity) {
    return integrity.holds(row, memory, stamp) ? Optional.of(memory) : Optional.empty();
  }
}
