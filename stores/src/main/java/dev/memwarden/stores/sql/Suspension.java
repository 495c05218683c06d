package dev.memwarden.stores.sql;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Tenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/// Takes back what a store that was put back would grant wrongly, as it does not know what was
/// revoked since. Every method runs in the caller's transaction, which nothing hinders.
public final class Suspension {
  /// By how much the number of changes leaps: more than there can have been since the backup, so
  /// that no token that was minted since is newer than what ends them all. A million leaps still
  /// fit into a number of JSON (RFC 8259 §6).
  public static final long LEAP = 1L << 32;

  private final Dialect dialect;
  private final AuthChanges changes;
  private final Function<String, Identity> admin;
  private final Instant at;

  /// @param store its name
  /// @param admin who does it, in a tenant
  /// @param at in whole microseconds
  public Suspension(
      Dialect dialect,
      MasterKeyRing ring,
      String store,
      Function<String, Identity> admin,
      Instant at) {
    this.dialect = dialect;
    this.changes = new AuthChanges(AuditRows.of(dialect, ring, store));
    this.admin = admin;
    this.at = at;
  }

  /// Ends all tokens.
  ///
  /// @param named tenants that the configuration knows
  public void endTokens(Connection connection, Set<String> named) throws SQLException {
    leap(connection);
    // Also of those that signed since and were taken back. A server makes a new one.
    Sql.of("DELETE FROM signing_key").run(connection);
    for (String tenant : tenants(connection, named)) {
      TokenFloors.raise(connection, tenant);
    }
  }

  private void leap(Connection connection) throws SQLException {
    Actor by = Actor.of(admin.apply(Principal.DEFAULT_TENANT));
    String subject = by.tenant() + "/store";
    long seq = AuthChanges.last(connection) + LEAP;
    Sql.of(
            "INSERT INTO auth_change (seq, at, kind, subject, detail) VALUES (?, ?, ?, ?, ?)",
            seq,
            Times.micros(at),
            "store_restored",
            subject,
            by.principal())
        .run(connection);
    dialect.changedTo(connection, seq);
    changes.note(connection, at, "store_restored", subject, by);
  }

  /// Disables all tenants.
  ///
  /// @param named tenants that the configuration knows
  /// @return those that were not disabled before
  public List<String> disableTenants(Connection connection, Set<String> named) throws SQLException {
    List<String> disabled = new ArrayList<>();
    for (String tenant : tenants(connection, named)) {
      if (disable(connection, tenant)) {
        disabled.add(tenant);
        Actor by = Actor.of(admin.apply(tenant));
        changes.append(connection, at, "tenant_disabled", tenant + "/tenant", by);
      }
    }
    return List.copyOf(disabled);
  }

  private boolean disable(Connection connection, String tenant) throws SQLException {
    long micros = Times.micros(at);
    String status = Tenant.Status.DISABLED.name();
    return Sql.of(
                    "UPDATE tenant SET status = ?, changed_at = ? WHERE id = ? AND status <> ?",
                    status,
                    micros,
                    tenant,
                    status)
                .run(connection)
            + Sql.of(
                    "INSERT INTO tenant (id, status, created_at, changed_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                    tenant,
                    status,
                    micros,
                    micros)
                .run(connection)
        > 0;
  }

  private static SortedSet<String> tenants(Connection connection, Set<String> named)
      throws SQLException {
    SortedSet<String> all = new TreeSet<>(named);
    all.addAll(
        Sql.of("SELECT id FROM tenant UNION SELECT tenant FROM principal")
            .list(connection, row -> row.getString(1)));
    return all;
  }
}
