package dev.memwarden.stores.sql;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.auth.key.Tenant;
import dev.memwarden.auth.key.TenantStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Tenants in SQL tables.
final class SqlTenants implements TenantStore {
  private static final String KNOWN =
      "SELECT * FROM (SELECT id, status, created_at, changed_at FROM tenant"
          + " UNION ALL SELECT p.tenant, 'ACTIVE', min(p.created_at), min(p.created_at)"
          + " FROM principal p WHERE NOT EXISTS (SELECT 1 FROM tenant t WHERE t.id = p.tenant)"
          + " GROUP BY p.tenant) AS known";

  private final Database database;
  private final AuthChanges changes;

  SqlTenants(Database database, AuthChanges changes) {
    this.database = database;
    this.changes = changes;
  }

  @Override
  public List<Tenant> list(Slice<String> slice) {
    // No id is the empty text.
    Sql sql =
        Sql.of(
            KNOWN + " WHERE id > ? ORDER BY id LIMIT ?", slice.beyond().orElse(""), slice.limit());
    return database.credentials().read(connection -> sql.list(connection, SqlTenants::read));
  }

  @Override
  public Optional<Tenant> add(Allow allow, Instant at) {
    String id = allow.requireTenant(Action.USERS_MANAGE);
    return database
        .authority(allow)
        .write(connection -> {
          if (find(connection, id).isPresent()) {
            return Optional.empty();
          }
          insert(connection, new Tenant(id, Tenant.Status.ACTIVE, at, at));
          changes.append(connection, allow, at, "tenant_added", "tenant");
          return find(connection, id);
        });
  }

  @Override
  public Optional<Tenant> changeStatus(Allow allow, Tenant.Status status, Instant at) {
    String id = allow.requireTenant(Action.USERS_MANAGE);
    return database
        .authority(allow)
        .write(connection -> {
          Optional<Tenant> found = find(connection, id);
          if (found.isPresent() && found.get().status() != status) {
            insert(connection, new Tenant(id, status, found.get().createdAt(), at));
            String kind = "tenant_" + status.name().toLowerCase(Locale.ROOT);
            changes.append(connection, allow, at, kind, "tenant");
            if (status == Tenant.Status.DISABLED) {
              // Also after it is enabled again, no token from before works.
              TokenFloors.raise(connection, id);
            }
          }
          return find(connection, id);
        });
  }

  private static Optional<Tenant> find(Connection connection, String id) throws SQLException {
    return Sql.of(KNOWN + " WHERE id = ?", id).first(connection, SqlTenants::read);
  }

  private static void insert(Connection connection, Tenant tenant) throws SQLException {
    Sql.of(
            "INSERT INTO tenant (id, status, created_at, changed_at) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (id) DO UPDATE SET status = excluded.status,"
                + " changed_at = excluded.changed_at",
            tenant.id(),
            tenant.status().name(),
            Times.micros(tenant.createdAt()),
            Times.micros(tenant.changedAt()))
        .run(connection);
  }

  private static Tenant read(ResultSet row) throws SQLException {
    return new Tenant(
        row.getString("id"),
        Tenant.Status.valueOf(row.getString("status")),
        Times.instant(row, "created_at"),
        Times.instant(row, "changed_at"));
  }
}
