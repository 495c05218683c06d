package dev.memwarden.stores.sql;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Reach;
import dev.memwarden.auth.key.KeyProof;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.KeyStore;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.auth.key.Tag;
import dev.memwarden.auth.key.User;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// API keys in SQL tables.
final class SqlKeys implements KeyStore {
  // One statement, so that key and owner are of the same moment.
  private static final String OWNED =
      "SELECT k.*, "
          + Principals.STANDING
          + " FROM api_key k LEFT JOIN principal p ON p.tenant = k.tenant"
          + " AND p.kind = k.kind AND p.id = k.principal"
          + " LEFT JOIN tenant t ON t.id = k.tenant";

  // Reads a row for any id: the one that is asked for, else that of the next id, else the first.
  // Finding nothing would be quicker, and tell a stored id from one that was never given out.
  private static final String NEAREST =
      OWNED
          + " WHERE k.seq = coalesce((SELECT seq FROM api_key WHERE id >= ? ORDER BY id LIMIT 1),"
          + " (SELECT seq FROM api_key ORDER BY id LIMIT 1))";

  private final Database database;
  private final AuthChanges changes;

  SqlKeys(Database database, AuthChanges changes) {
    this.database = database;
    this.changes = changes;
  }

  @Override
  public Optional<Owned> find(String id) {
    return database
        .credentials()
        .read(connection -> {
          return Sql.of(NEAREST, id)
              .first(connection, SqlKeys::owned)
              .filter(owned -> owned.key().id().equals(id));
        });
  }

  @Override
  public Optional<Owned> findTagged(List<Tag> tags) {
    if (tags.isEmpty()) {
      return Optional.empty();
    }
    String marks = String.join(", ", Collections.nCopies(tags.size(), "?"));
    Object[] texts = tags.stream().map(Tag::toString).toArray();
    return database
        .credentials()
        .read(connection -> {
          return Sql.of(OWNED + " WHERE k.tag IN (" + marks + ")", texts)
              .first(connection, SqlKeys::owned);
        });
  }

  @Override
  public boolean isImported(KeyProof proof) {
    return database.credentials().read(connection -> KeyRows.isKnown(connection, proof));
  }

  @Override
  public List<KeyRecord> untagged() {
    return database
        .credentials()
        .read(connection ->
            Sql.of(
                    "SELECT * FROM api_key WHERE shape IS NOT NULL AND tag IS NULL"
                        + " AND revoked_at IS NULL ORDER BY seq")
                .list(connection, KeyRows::read));
  }

  @Override
  public void tag(String id, Tag tag) {
    database
        .credentials()
        .write(connection ->
            KeyRows.isFiled(connection, Optional.of(tag))
                ? 0
                : Sql.of(
                        "UPDATE api_key SET tag = ?"
                            + " WHERE id = ? AND tag IS NULL AND shape IS NOT NULL",
                        tag.toString(),
                        id)
                    .run(connection));
  }

  private static Owned owned(ResultSet row) throws SQLException {
    KeyRecord key = KeyRows.read(row);
    return new Owned(key, Principals.standing(row, key.principal()));
  }

  @Override
  public boolean insert(Allow allow, KeyRecord key) {
    allow.require(Action.KEYS_MANAGE, key.place());
    return database
        .authority(allow)
        .write(connection -> {
          boolean free = !KeyRows.isKnown(connection, key.hash());
          if (free) {
            store(connection, allow, key, "key_added");
          }
          return free;
        });
  }

  @Override
  public boolean insertFirst(Allow allow, KeyRecord key) {
    allow.require(Action.KEYS_MANAGE, key.place());
    return database
        .credentials()
        .write(connection -> {
          boolean first = isEmpty(connection);
          if (first) {
            store(connection, allow, key, "key_added");
          }
          return first;
        });
  }

  private void store(Connection connection, Allow allow, KeyRecord key, String kind)
      throws SQLException {
    if (Principals.ensure(connection, key.principal(), key.createdAt())) {
      changes.append(
          connection,
          allow,
          key.createdAt(),
          AuthChanges.PRINCIPAL_ADDED,
          key.principal().toString());
    }
    KeyRows.insert(connection, key);
    changes.append(connection, allow, key.createdAt(), kind, "key:" + key.id());
  }

  @Override
  public Optional<KeyRecord> rotate(Allow allow, String id, KeyRecord successor, Instant graceEnd) {
    allow.require(Action.KEYS_MANAGE, successor.place());
    Reach reach = allow.reach(Action.KEYS_MANAGE);
    long end = Times.micros(graceEnd);
    return database
        .authority(allow)
        .write(connection -> {
          int ended =
              Sql.of(
                      "UPDATE api_key SET replaced_by = ?,"
                          + " expires_at = CASE WHEN expires_at < ? THEN expires_at ELSE ? END"
                          + " WHERE id = ? AND revoked_at IS NULL AND replaced_by IS NULL AND",
                      successor.id(),
                      end,
                      end,
                      id)
                  .then(ReachSql.PRINCIPALS.in(reach))
                  .run(connection);
          if (ended == 0) {
            return Optional.empty();
          }
          store(connection, allow, successor, "key_rotated");
          return byId("*", id, reach).first(connection, KeyRows::read);
        });
  }

  @Override
  public Optional<KeyRecord> revoke(Allow allow, String id, KeyRecord.Revocation revocation) {
    Reach reach = allow.reach(Action.KEYS_MANAGE);
    return database
        .authority(allow)
        .write(connection -> {
          int revoked =
              Sql.of(
                      "UPDATE api_key SET revoked_at = ?, revoked_reason = ?"
                          + " WHERE id = ? AND revoked_at IS NULL AND",
                      Times.micros(revocation.at()),
                      revocation.reason(),
                      id)
                  .then(ReachSql.PRINCIPALS.in(reach))
                  .run(connection);
          if (revoked > 0) {
            changes.append(connection, allow, revocation.at(), "key_revoked", "key:" + id);
          }
          return byId("*", id, reach).first(connection, KeyRows::read);
        });
  }

  @Override
  public List<KeyRecord> list(Allow allow, Slice<String> slice) {
    Sql sql = list(allow.reach(Action.KEYS_MANAGE), slice);
    return database.authority(allow).read(connection -> sql.list(connection, KeyRows::read));
  }

  static Sql list(Reach reach, Slice<String> slice) {
    Sql sql = Sql.of("SELECT * FROM api_key WHERE").then(ReachSql.PRINCIPALS.in(reach));
    if (slice.beyond().isPresent()) {
      sql = sql.then("AND seq > (").then(byId("seq", slice.beyond().get(), reach)).then(")");
    }
    return sql.then("ORDER BY seq LIMIT ?", slice.limit());
  }

  @Override
  public List<KeyRecord> listOf(Allow allow, Principal principal) {
    Sql sql =
        Sql.of(
                "SELECT * FROM api_key WHERE tenant = ? AND kind = ? AND principal = ? AND",
                principal.tenant(),
                principal.kind().name(),
                principal.id())
            .then(ReachSql.PRINCIPALS.in(allow.reach(Action.KEYS_MANAGE)))
            .then("ORDER BY seq");
    return database.authority(allow).read(connection -> sql.list(connection, KeyRows::read));
  }

  @Override
  public Optional<KeyRecord> show(Allow allow, String id) {
    Sql sql = byId("*", id, allow.reach(Action.KEYS_MANAGE));
    return database.authority(allow).read(connection -> sql.first(connection, KeyRows::read));
  }

  private static Sql byId(String columns, String id, Reach reach) {
    return Sql.of("SELECT " + columns + " FROM api_key WHERE id = ? AND", id)
        .then(ReachSql.PRINCIPALS.in(reach));
  }

  @Override
  public void touch(List<Use> uses) {
    List<Use> copy = List.copyOf(uses);
    database
        .credentials()
        .later(connection -> {
          for (Use use : copy) {
            long at = Times.micros(use.at());
            Sql.of(
                    "UPDATE api_key SET last_used_at ="
                        + " CASE WHEN last_used_at > ? THEN last_used_at ELSE ? END WHERE id = ?",
                    at,
                    at,
                    use.id())
                .run(connection);
          }
          return copy.size();
        });
  }

  @Override
  public boolean isEmpty() {
    return database.credentials().read(SqlKeys::isEmpty);
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    return Sql.of("SELECT count(*) FROM (SELECT 1 FROM api_key LIMIT 1) AS one").number(connection)
        == 0;
  }

  @Override
  public void bury(Allow allow, Principal owner, String id, KeyRecord.Revocation revocation) {
    allow.require(Action.KEYS_MANAGE, KeyRecord.place(owner));
    database
        .authority(allow)
        .write(connection -> {
          int buried =
              Sql.of(
                      "INSERT INTO grave (id, revoked_at, revoked_reason) VALUES (?, ?, ?)"
                          + " ON CONFLICT DO NOTHING",
                      id,
                      Times.micros(revocation.at()),
                      revocation.reason())
                  .run(connection);
          if (buried > 0) {
            changes.append(connection, allow, revocation.at(), "key_revoked", "key:" + id);
          }
          return buried;
        });
  }

  @Override
  public Optional<User> owner(Allow allow, Principal principal) {
    if (!allow.reach(Action.KEYS_MANAGE).contains(KeyRecord.place(principal))) {
      return Optional.empty();
    }
    return database.authority(allow).read(connection -> Principals.standing(connection, principal));
  }

  @Override
  public boolean isBuried(String id) {
    return database
        .credentials()
        .read(connection ->
            Sql.of("SELECT count(*) FROM grave WHERE id = ?", id).number(connection) > 0);
  }

  @Override
  public Grave grave(String id, Principal owner) {
    return database
        .credentials()
        .readAtOneMoment(connection -> {
          Optional<KeyRecord.Revocation> revocation =
              Sql.of("SELECT revoked_at, revoked_reason FROM grave WHERE id = ?", id)
                  .first(connection, KeyRows::revocation)
                  .flatMap(found -> found);
          return new Grave(revocation, Principals.standing(connection, owner));
        });
  }
}
