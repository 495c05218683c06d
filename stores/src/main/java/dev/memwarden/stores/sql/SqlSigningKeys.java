package dev.memwarden.stores.sql;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.handshake.SigningKeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Signing keys in SQL tables.
final class SqlSigningKeys implements SigningKeyStore {
  private final Database database;
  private final AuthChanges changes;

  SqlSigningKeys(Database database, AuthChanges changes) {
    this.database = database;
    this.changes = changes;
  }

  @Override
  public List<Sealed> all() {
    return database
        .credentials()
        .read(connection ->
            Sql.of("SELECT * FROM signing_key ORDER BY signs_from, created_at")
                .list(
                    connection,
                    row ->
                        new Sealed(
                            row.getString("id"),
                            row.getString("sealed"),
                            Times.instant(row, "created_at"),
                            Times.instant(row, "signs_from"))));
  }

  @Override
  public void replace(Sealed added, List<String> removed, String by) {
    List<String> ids = List.copyOf(removed);
    int _ =
        database
            .credentials()
            .write(connection -> {
              remove(connection, ids, added.createdAt(), by);
              changes.append(
                  connection,
                  added.createdAt(),
                  "signing_key_added",
                  subject(added.id()),
                  actor(by));
              return Sql.of(
                      "INSERT INTO signing_key (id, sealed, created_at, signs_from)"
                          + " VALUES (?, ?, ?, ?)",
                      added.id(),
                      added.sealed(),
                      Times.micros(added.createdAt()),
                      Times.micros(added.signsFrom()))
                  .run(connection);
            });
  }

  @Override
  public void remove(List<String> ids, Instant at, String by) {
    List<String> all = List.copyOf(ids);
    boolean _ =
        database
            .credentials()
            .write(connection -> {
              remove(connection, all, at, by);
              return true;
            });
  }

  private void remove(Connection connection, List<String> ids, Instant at, String by)
      throws SQLException {
    for (String id : ids) {
      if (Sql.of("DELETE FROM signing_key WHERE id = ?", id).run(connection) > 0) {
        changes.append(connection, at, "signing_key_removed", subject(id), actor(by));
      }
    }
  }

  // All tenants are signed for, so it is not any one's.
  private static Actor actor(String by) {
    return new Actor(Principal.DEFAULT_TENANT, by, "", "");
  }

  private static String subject(String id) {
    return "signing_key:" + id;
  }
}
