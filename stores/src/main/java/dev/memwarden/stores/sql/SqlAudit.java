package dev.memwarden.stores.sql;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditEntry;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.AuditLog;
import dev.memwarden.auth.audit.AuditQuery;
import dev.memwarden.auth.audit.ChainLink;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import dev.memwarden.auth.key.MasterKeyRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// The audit log in SQL tables: one writer, one chain.
final class SqlAudit implements AuditLog {
  private final Database database;
  private final AuditRows rows;
  private final InstantSource clock;
  private final AtomicReference<Consumer<AuditEvent>> withheld = new AtomicReference<>(_ -> {});

  /// @param store name of the store, which its chain is called after
  SqlAudit(Database database, MasterKeyRing ring, String store, InstantSource clock) {
    this.database = database;
    this.rows = AuditRows.of(database.dialect(), ring, store);
    this.clock = clock;
  }

  /// For those who write in a transaction of their own.
  AuditRows rows() {
    return rows;
  }

  /// That a record of this kind is not as it was written.
  void withheld(String record, long row) {
    withheld
        .get()
        .accept(
            new AuditEvent(
                clock.instant(),
                AuditEvent.Kind.WITHHELD,
                Actor.SERVER,
                Deed.to("record_withheld", record + ":" + row),
                Ending.denied("INTEGRITY"),
                Correlation.current()));
  }

  @Override
  public void onWithheld(Consumer<AuditEvent> listener) {
    withheld.set(listener);
  }

  @Override
  public void append(List<AuditEvent> events) {
    List<AuditEvent> copy = List.copyOf(events);
    boolean _ =
        database
            .audit()
            .write(connection -> {
              rows.append(connection, copy);
              return true;
            });
  }

  @Override
  public List<AuditEntry> list(Allow allow, AuditQuery query) {
    String tenant = allow.requireTenant(Action.AUDIT_READ);
    Sql sql = new AuditSql(database.dialect()).of(tenant, query);
    return database.audit(tenant).read(connection -> sql.list(connection, AuditRows::read));
  }

  @Override
  public List<Chain> chains() {
    return database
        .audit()
        .readAtOneMoment(connection -> {
          AuditRows.Anchor removed = rows.removed(connection);
          return List.of(new Chain(removed.link(), removed.signature(), rows.head(connection)));
        });
  }

  @Override
  public List<AuditEntry> links(String writer, long after, int limit) {
    // All rows, whatever they say of their writer: there is one.
    Sql sql = Sql.of("SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?", after, limit);
    return database.audit().read(connection -> sql.list(connection, AuditRows::read));
  }

  @Override
  public int prune(Instant before, long most, int limit, Instant at) {
    // Mostly there is nothing, and nobody has to be kept waiting for that.
    return database.audit().read(connection -> old(connection, before, most, limit)).isEmpty()
        ? 0
        : database.audit().write(connection -> prune(connection, before, most, limit, at));
  }

  private int prune(Connection connection, Instant before, long most, int limit, Instant at)
      throws SQLException {
    database.dialect().holdAudit(connection);
    List<ChainLink> old = old(connection, before, most, limit);
    if (!old.isEmpty()) {
      rows.cut(connection, old.getLast());
      rows.append(
          connection,
          new AuditEvent(
                  at,
                  AuditEvent.Kind.CHANGE,
                  Actor.SERVER,
                  Deed.of("audit_pruned"),
                  Ending.DONE,
                  Correlation.current())
              .times(at, old.size()));
    }
    return old.size();
  }

  /// The entries that are to be removed, which are the first ones.
  private List<ChainLink> old(Connection connection, Instant before, long most, int limit)
      throws SQLException {
    long head = rows.head(connection).seq();
    long micros = Times.micros(before);
    List<ChainLink> old = new ArrayList<>();
    Sql.of("SELECT seq, writer, at, tag FROM audit ORDER BY seq LIMIT ?", limit)
        .until(
            connection,
            row -> {
              ChainLink link = AuditRows.link(row);
              boolean goes =
                  link.seq() < head && (row.getLong("at") < micros || link.seq() <= head - most);
              if (goes) {
                old.add(link);
              }
              return !goes;
            });
    return old;
  }
}
