package dev.memwarden.stores.sql;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.policy.PolicyStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Versions of the policy text in SQL tables.
final class SqlPolicies implements PolicyStore {
  private static final Sql CURRENT =
      Sql.of("SELECT * FROM policy_version ORDER BY version DESC LIMIT 1");

  private final Database database;
  private final AuthChanges changes;

  SqlPolicies(Database database, AuthChanges changes) {
    this.database = database;
    this.changes = changes;
  }

  @Override
  public Optional<Version> current() {
    return database.credentials().read(connection -> CURRENT.first(connection, SqlPolicies::read));
  }

  /// @throws IllegalStateException if the proof does not reach all of the caller's tenant
  @Override
  public Version apply(Allow allow, String text, Instant at) {
    String _ = allow.requireTenant(Action.USERS_MANAGE);
    return database
        .authority(allow)
        .write(connection -> {
          Version version =
              Sql.of(
                      "INSERT INTO policy_version (version, text, applied_at, applied_by)"
                          + " SELECT coalesce(max(version), 0) + 1, ?, ?, ? FROM policy_version"
                          + " RETURNING *",
                      text,
                      Times.micros(at),
                      allow.identity().principal().toString())
                  .first(connection, SqlPolicies::read)
                  .orElseThrow(() -> new SQLException("INSERT returned nothing"));
          changes.append(connection, allow, at, "policy_applied", "policy:" + version.version());
          return version;
        });
  }

  private static Version read(ResultSet row) throws SQLException {
    return new Version(
        row.getInt("version"),
        row.getString("text"),
        Times.instant(row, "applied_at"),
        row.getString("applied_by"));
  }
}
