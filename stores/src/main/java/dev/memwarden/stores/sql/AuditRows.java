package dev.memwarden.stores.sql;

import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.auth.audit.AuditEntry;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.ChainLink;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import dev.memwarden.auth.key.MasterKeyRing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table of audited events: the one chain of this store. Every method runs inside the
/// transaction of its caller, so what is undone leaves no link behind. Processes that share the
/// store write one after the other.
record AuditRows(Dialect dialect, AuditChain chain, String writer) {

  private static final int NAME_LENGTH = 8;
  private static final String INSERT =
      "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  /// The chain of a store, which is called after it.
  ///
  /// @param store its name
  static AuditRows of(Dialect dialect, MasterKeyRing ring, String store) {
    return new AuditRows(dialect, new AuditChain(ring), store.substring(0, NAME_LENGTH));
  }

  /// Appends an event behind the last.
  void append(Connection connection, AuditEvent event) throws SQLException {
    append(connection, List.of(event));
  }

  /// Appends events behind the last, in this order.
  void append(Connection connection, List<AuditEvent> events) throws SQLException {
    dialect.holdAudit(connection);
    ChainLink last = head(connection);
    List<List<Object>> rows = new ArrayList<>(events.size());
    for (AuditEvent event : events) {
      last = chain.next(last, event);
      rows.add(row(last, event));
    }
    Sql.runEach(connection, INSERT, rows);
  }

  private static List<Object> row(ChainLink link, AuditEvent event) {
    return List.of(
        link.seq(),
        link.writer(),
        Times.micros(event.at()),
        event.kind().word(),
        event.actor().tenant(),
        event.actor().principal(),
        event.actor().kind(),
        event.actor().credential(),
        event.deed().action(),
        lines(event.deed().on()),
        lines(event.deed().shown()),
        event.ending().outcome().word(),
        event.ending().reason(),
        event.correlation().request(),
        event.correlation().address(),
        event.correlation().via(),
        event.times(),
        link.tag());
  }

  /// The last entry; before the first one there was none.
  ChainLink head(Connection connection) throws SQLException {
    Optional<ChainLink> last =
        Sql.of("SELECT seq, writer, tag FROM audit ORDER BY seq DESC LIMIT 1")
            .first(connection, AuditRows::link);
    return last.isPresent() ? last.get() : removed(connection).link();
  }

  /// The last entry that was removed.
  Anchor removed(Connection connection) throws SQLException {
    return Sql.of("SELECT * FROM audit_anchor WHERE writer = ?", writer)
        .first(connection, row -> new Anchor(link(row), row.getString("signature")))
        .orElseGet(() -> new Anchor(ChainLink.start(writer), ""));
  }

  /// @param signature empty if nothing was removed
  record Anchor(ChainLink link, String signature) {}

  /// Lets the chain begin behind `last`.
  void cut(Connection connection, ChainLink last) throws SQLException {
    Sql.of("DELETE FROM audit WHERE seq <= ?", last.seq()).run(connection);
    Sql.of(
            "INSERT INTO audit_anchor (writer, seq, tag, signature) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (writer) DO UPDATE SET seq = excluded.seq, tag = excluded.tag,"
                + " signature = excluded.signature",
            writer,
            last.seq(),
            last.tag(),
            chain.anchor(last))
        .run(connection);
  }

  static ChainLink link(ResultSet row) throws SQLException {
    return new ChainLink(row.getString("writer"), row.getLong("seq"), row.getString("tag"));
  }

  static AuditEntry read(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("seq"),
        link(row),
        new AuditEvent(
            Times.instant(row, "at"),
            AuditEvent.Kind.of(row.getString("kind")),
            new Actor(
                row.getString("tenant"),
                row.getString("principal"),
                row.getString("credential_kind"),
                row.getString("credential")),
            new Deed(
                row.getString("action"),
                texts(row.getString("about")),
                texts(row.getString("shown"))),
            new Ending(Ending.Outcome.of(row.getString("outcome")), row.getString("reason")),
            new Correlation(
                row.getString("request"), row.getString("address"), row.getString("via")),
            row.getLong("times")));
  }

  private static String lines(List<String> texts) {
    return String.join("\n", texts);
  }

  private static List<String> texts(String lines) {
    return lines.isEmpty() ? List.of() : List.of(lines.split("\n", -1));
  }
}
