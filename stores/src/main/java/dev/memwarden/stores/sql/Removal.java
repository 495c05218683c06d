package dev.memwarden.stores.sql;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Provenance;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/// Takes items away with their versions, relations and vectors. What stays is that they were there.
/// A record whose stamp does not hold goes too: nobody is to keep what cannot be shown.
///
/// @param which a condition on the table `item`
record Removal(Sql which) {

  /// Of everything of a kind in reach.
  static Removal within(Reach reach, Kind kind) {
    return new Removal(Items.within(reach, kind));
  }

  /// Of one row, if it is in reach.
  static Removal within(Reach reach, long row) {
    return new Removal(Sql.of("row = ? AND", row).then(ReachSql.PLACES.in(reach)));
  }

  /// Of everything that a user owns, whatever its kind.
  static Removal ofOwner(Principal user) {
    return new Removal(owned(user));
  }

  /// Of as much of it as is not more than `most`.
  static Removal ofSome(Connection connection, Principal user, int most) throws SQLException {
    List<Long> rows =
        Sql.of("SELECT row FROM item WHERE")
            .then(owned(user))
            .then("LIMIT ?", most)
            .list(connection, row -> row.getLong(1));
    String marks = String.join(", ", Collections.nCopies(rows.size(), "?"));
    return new Removal(
        rows.isEmpty() ? Sql.of("FALSE") : Sql.of("row IN (" + marks + ")", rows.toArray()));
  }

  private static Sql owned(Principal user) {
    return Sql.of("tenant = ? AND \"user\" = ?", user.tenant(), user.id());
  }

  /// @return how many were removed
  int run(Connection connection, Dialect dialect, Identity by, Instant at) throws SQLException {
    Provenance provenance = Provenance.of(by);
    Sql.of(
            "INSERT INTO tombstone (row, kind, id, tenant, \"user\", agent, session, label,"
                + " deleted_at, principal, credential)"
                + " SELECT row, kind, id, tenant, \"user\", agent, session, label, ?, ?, ?"
                + " FROM item WHERE",
            Times.micros(at),
            provenance.principal(),
            provenance.credential())
        .then(which)
        .run(connection);
    dialect.cut(connection, which);
    return Sql.of("DELETE FROM item WHERE").then(which).run(connection);
  }
}
