package dev.memwarden.stores.sql;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.handshake.Chain;
import dev.memwarden.auth.handshake.Family;
import dev.memwarden.auth.token.RefreshToken;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// The tables of families and refresh tokens: from records to rows and back.
final class FamilyRows {
  private FamilyRows() {}

  static void insert(Connection connection, Family family, long change) throws SQLException {
    Principal principal = family.principal();
    Box box = family.box();
    Sql.of(
            "INSERT INTO token_family (id, client, tenant, kind, principal, \"user\", actions,"
                + " box_tenant, box_user, box_agent, box_session, box_label, created_at, ends_at,"
                + " change) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            family.id(),
            family.client(),
            principal.tenant(),
            principal.kind().name(),
            principal.id(),
            Principals.user(principal),
            family.actions().stream().map(Action::word).collect(Collectors.joining(",")),
            KeyRows.stored(box.tenant()),
            KeyRows.stored(box.user()),
            KeyRows.stored(box.agent()),
            KeyRows.stored(box.session()),
            KeyRows.stored(box.label()),
            Times.micros(family.createdAt()),
            Times.micros(family.endsAt()),
            change)
        .run(connection);
  }

  static Family read(ResultSet row) throws SQLException {
    String reason = row.getString("ended_reason");
    return new Family(
        row.getString("id"),
        row.getString("client"),
        new Principal(
            Principal.Kind.valueOf(row.getString("kind")),
            row.getString("tenant"),
            row.getString("principal")),
        KeyRows.actions(row.getString("actions")),
        KeyRows.box(row),
        Times.instant(row, "created_at"),
        Times.instant(row, "ends_at"),
        Times.maybe(row, "ended_at").map(at -> new Family.Ending(at, reason)));
  }

  static void insert(Connection connection, RefreshToken token) throws SQLException {
    Sql.of(
            "INSERT INTO refresh_token (family, number, master_key, issued_at, expires_at)"
                + " VALUES (?, ?, ?, ?, ?)",
            token.family(),
            token.number(),
            token.masterKey(),
            Times.micros(token.issuedAt()),
            Times.micros(token.expiresAt()))
        .run(connection);
  }

  static List<Chain.Link> links(Connection connection, Family family) throws SQLException {
    return Sql.of("SELECT * FROM refresh_token WHERE family = ? ORDER BY number", family.id())
        .list(
            connection,
            row -> {
              String from = row.getString("used_from");
              return new Chain.Link(
                  new RefreshToken(
                      family.id(),
                      row.getInt("number"),
                      family.client(),
                      row.getString("master_key"),
                      Times.instant(row, "issued_at"),
                      Times.instant(row, "expires_at")),
                  Times.maybe(row, "used_at").map(at -> new Chain.Use(at, from)));
            });
  }

  /// Marks the token before `successor` as used, and forgets what was used long ago.
  static void advance(
      Connection connection, RefreshToken successor, Chain.Use use, long forgetBefore)
      throws SQLException {
    Sql.of(
            "UPDATE refresh_token SET used_at = ?, used_from = ? WHERE family = ? AND number = ?",
            Times.micros(use.at()),
            use.from(),
            successor.family(),
            successor.number() - 1)
        .run(connection);
    Sql.of(
            "DELETE FROM refresh_token WHERE family = ? AND used_at < ?",
            successor.family(),
            forgetBefore)
        .run(connection);
    insert(connection, successor);
  }
}
