package dev.memwarden.stores.sql;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Reach;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.auth.key.User;
import dev.memwarden.auth.key.UserStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Principals in SQL tables.
final class SqlUsers implements UserStore {
  /// Memories of somebody deleted that are removed in one transaction.
  static final int AT_ONCE = 1_000;

  private final Database database;
  private final AuthChanges changes;

  SqlUsers(Database database, AuthChanges changes) {
    this.database = database;
    this.changes = changes;
  }

  @Override
  public List<User> list(Allow allow, Slice<Principal> slice) {
    Sql sql = list(allow.reach(Action.USERS_MANAGE), slice);
    return database.authority(allow).read(connection -> sql.list(connection, Principals::read));
  }

  static Sql list(Reach reach, Slice<Principal> slice) {
    Sql sql = Sql.of("SELECT * FROM principal WHERE").then(ReachSql.PRINCIPALS.in(reach));
    if (slice.beyond().isPresent()) {
      Principal last = slice.beyond().get();
      sql = sql.then("AND (kind, id) > (?, ?)", last.kind().name(), last.id());
    }
    return sql.then("ORDER BY kind, id LIMIT ?", slice.limit());
  }

  @Override
  public Optional<User> find(Allow allow, Principal principal) {
    if (!allow.reach(Action.USERS_MANAGE).contains(KeyRecord.place(principal))) {
      return Optional.empty();
    }
    return database.authority(allow).read(connection -> Principals.find(connection, principal));
  }

  @Override
  public Optional<User> changeStatus(
      Allow allow, Principal principal, User.Status status, Instant at) {
    Reach reach = allow.reach(Action.USERS_MANAGE);
    if (!reach.contains(KeyRecord.place(principal))) {
      return Optional.empty();
    }
    Sql which = which(principal, reach, status);
    // What services and admins wrote lies in places that are not theirs alone.
    return status == User.Status.DELETED && principal.kind() == Principal.Kind.USER
        ? delete(allow, principal, which, at)
        : database
            .authority(allow)
            .write(connection -> change(connection, allow, principal, which, status, at));
  }

  /// Of whom another status is known than this.
  private static Sql which(Principal principal, Reach reach, User.Status status) {
    return Sql.of(
            "tenant = ? AND kind = ? AND id = ? AND status <> ? AND",
            principal.tenant(),
            principal.kind().name(),
            principal.id(),
            status.name())
        .then(ReachSql.PRINCIPALS.in(reach));
  }

  // The memory goes first and little by little, so that nobody has to wait for long, however much
  // there is. The rest is one change.
  private Optional<User> delete(Allow allow, Principal user, Sql which, Instant at) {
    Access removal = database.removal(Reach.of(Box.ofUser(user.tenant(), user.id())));
    int removed;
    do {
      removed =
          removal.write(connection ->
              isThere(connection, which)
                  ? remove(Removal.ofSome(connection, user, AT_ONCE), connection, allow, at)
                  : 0);
    } while (removed == AT_ONCE);
    return removal.write(connection -> {
      if (!isThere(connection, which)) {
        return Principals.find(connection, user);
      }
      // Whatever came meanwhile.
      int _ = remove(Removal.ofOwner(user), connection, allow, at);
      Entities.removeOf(connection, user.tenant(), user.id());
      Jobs.removeOf(connection, user.tenant(), user.id());
      database.holdAuthority(connection);
      return change(connection, allow, user, which, User.Status.DELETED, at);
    });
  }

  private static boolean isThere(Connection connection, Sql which) throws SQLException {
    return Sql.of("SELECT count(*) FROM principal WHERE").then(which).number(connection) > 0;
  }

  private int remove(Removal removal, Connection connection, Allow allow, Instant at)
      throws SQLException {
    return removal.run(connection, database.dialect(), allow.identity(), at);
  }

  private Optional<User> change(
      Connection connection,
      Allow allow,
      Principal principal,
      Sql which,
      User.Status status,
      Instant at)
      throws SQLException {
    int changed =
        Sql.of(
                "UPDATE principal SET status = ?, changed_at = ? WHERE",
                status.name(),
                Times.micros(at))
            .then(which)
            .run(connection);
    if (changed > 0) {
      String kind = "principal_" + status.name().toLowerCase(Locale.ROOT);
      changes.append(connection, allow, at, kind, principal.toString());
      if (status != User.Status.ACTIVE) {
        // Also after it is enabled again, no token from before works.
        TokenFloors.raise(connection, principal);
      }
      if (status == User.Status.DELETED) {
        revokeKeys(connection, allow, principal, at);
      }
    }
    return Principals.find(connection, principal);
  }

  private void revokeKeys(Connection connection, Allow allow, Principal principal, Instant at)
      throws SQLException {
    List<String> keys =
        Sql.of(
                "UPDATE api_key SET revoked_at = ?, revoked_reason = 'principal deleted'"
                    + " WHERE tenant = ? AND kind = ? AND principal = ? AND revoked_at IS NULL"
                    + " RETURNING id",
                Times.micros(at),
                principal.tenant(),
                principal.kind().name(),
                principal.id())
            .list(connection, row -> row.getString(1));
    for (String key : keys) {
      changes.append(connection, allow, at, "key_revoked", "key:" + key);
    }
  }

  @Override
  public void ensure(Allow allow, Principal principal, Instant at) {
    allow.require(Action.USERS_MANAGE, KeyRecord.place(principal));
    database
        .authority(allow)
        .write(connection -> {
          boolean added = Principals.ensure(connection, principal, at);
          if (added) {
            changes.append(
                connection, allow, at, AuthChanges.PRINCIPAL_ADDED, principal.toString());
          }
          return added;
        });
  }
}
