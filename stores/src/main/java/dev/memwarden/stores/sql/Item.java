package dev.memwarden.stores.sql;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Access;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Provenance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;

/// A row of the table `item`.
///
/// @param readable what it says; empty if it can be no memory, as only a raw edit can make it
public record Item(long row, Optional<Memory> readable, String stamp) {

  /// Reads all columns.
  public static Item read(ResultSet row) throws SQLException {
    Optional<Kind> kind = Kind.of(row.getString("kind"));
    Optional<Place> place = place(row);
    Optional<Memory> readable =
        kind.isPresent() && place.isPresent()
            ? Optional.of(memory(row, kind.get(), place.get()))
            : Optional.empty();
    return new Item(row.getLong("row"), readable, row.getString("stamp"));
  }

  private static Memory memory(ResultSet row, Kind kind, Place place) throws SQLException {
    return new Memory(
        kind,
        row.getString("id"),
        place,
        row.getString("text"),
        row.getString("metadata"),
        row.getString("attributes"),
        row.getString("hash"),
        row.getInt("version"),
        Times.instant(row, "created_at"),
        Times.instant(row, "updated_at"),
        provenance(row),
        new Access(Times.maybe(row, "accessed_at"), row.getLong("access_count")));
  }

  /// The place of a record; empty if its columns are none, as only a raw edit can make them.
  public static Optional<Place> place(ResultSet row) throws SQLException {
    String tenant = row.getString("tenant");
    Optional<String> user = axis(row, "user");
    Optional<String> agent = axis(row, "agent");
    Optional<String> session = axis(row, "session");
    Optional<String> label = axis(row, "label");
    boolean possible =
        Stream.of(Optional.of(tenant), user, agent, session, label)
            .flatMap(Optional::stream)
            .allMatch(Axis::accepts);
    return possible
        ? Optional.of(new Place(tenant, user, agent, session, label))
        : Optional.empty();
  }

  static Provenance provenance(ResultSet row) throws SQLException {
    return new Provenance(row.getString("principal"), row.getString("credential"));
  }

  private static Optional<String> axis(ResultSet row, String column) throws SQLException {
    return Optional.of(row.getString(column)).filter(value -> !value.equals(ReachSql.NONE));
  }

  /// The record if its stamp holds.
  Optional<Memory> checked(Integrity integrity) {
    return readable.isPresent()
        ? readable.filter(memory -> integrity.holds(row, memory, stamp))
        : integrity.withheld("memory", row);
  }

  /// What is in a row whose stamp was found to hold.
  Memory memory() {
    return readable.orElseThrow();
  }
}
