package dev.memwarden.stores.sql;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Reach;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.handshake.Chain;
import dev.memwarden.auth.handshake.Family;
import dev.memwarden.auth.handshake.FamilyStore;
import dev.memwarden.auth.handshake.Step;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.auth.token.RefreshToken;
import dev.memwarden.auth.token.WorkingTokenId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Families in SQL tables. [Access#write] makes refresh tokens that come at once come one after the
/// other.
final class SqlFamilies implements FamilyStore {
  private final Database database;
  private final AuthChanges changes;

  SqlFamilies(Database database, AuthChanges changes) {
    this.database = database;
    this.changes = changes;
  }

  @Override
  public long open(Family family, RefreshToken first) {
    return database
        .authority(family.principal().tenant())
        .write(connection -> {
          changes.append(
              connection,
              family.createdAt(),
              AuthChanges.FAMILY_OPENED,
              subject(family),
              by(family));
          long change = AuthChanges.last(connection);
          FamilyRows.insert(connection, family, change);
          FamilyRows.insert(connection, first);
          return change;
        });
  }

  @Override
  public Optional<Taken> turn(String id, Function<Chain, Step> rule) {
    return database
        .credentials()
        .write(connection -> {
          Optional<Opened> found = opened(connection, id);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          Family family = found.get().family();
          Step step = rule.apply(chain(connection, found.get()));
          take(connection, family, step);
          return Optional.of(new Taken(step, AuthChanges.last(connection)));
        });
  }

  private static Chain chain(Connection connection, Opened opened) throws SQLException {
    Family family = opened.family();
    boolean cut = opened.change() < TokenFloors.of(connection, family.principal());
    return new Chain(family, cut, FamilyRows.links(connection, family));
  }

  private void take(Connection connection, Family family, Step step) throws SQLException {
    switch (step) {
      case Step.Advance(RefreshToken successor, Chain.Use use, Instant forgetBefore) -> {
        FamilyRows.advance(connection, successor, use, Times.micros(forgetBefore));
        changes.note(connection, use.at(), "tokens_refreshed", subject(family), by(family));
      }
      case Step.Kill(Family.Ending ending) -> end(connection, family, ending);
      case Step.Repeat _, Step.Refuse _ -> {}
    }
  }

  private record Opened(Family family, long change) {}

  private static Optional<Opened> opened(Connection connection, String id) throws SQLException {
    return Sql.of("SELECT * FROM token_family WHERE id = ?", id)
        .first(connection, row -> new Opened(FamilyRows.read(row), row.getLong("change")));
  }

  @Override
  public Optional<Known> find(String id) {
    return database
        .credentials()
        .readAtOneMoment(connection -> {
          Optional<Opened> found = opened(connection, id);
          return found.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Known(
                      found.get().family(),
                      TokenFloors.of(connection, found.get().family().principal())));
        });
  }

  @Override
  public Optional<Chain> chain(String id) {
    return database
        .credentials()
        .readAtOneMoment(connection -> {
          Optional<Opened> found = opened(connection, id);
          return found.isEmpty() ? Optional.empty() : Optional.of(chain(connection, found.get()));
        });
  }

  @Override
  public void endToken(WorkingTokenId id, Family.Ending ending) {
    boolean _ =
        database
            .credentials()
            .write(connection -> {
              Optional<Opened> found = opened(connection, id.family());
              int buried =
                  Sql.of(
                          "INSERT INTO grave (id, revoked_at, revoked_reason) VALUES (?, ?, ?)"
                              + " ON CONFLICT DO NOTHING",
                          id.toString(),
                          Times.micros(ending.at()),
                          ending.reason())
                      .run(connection);
              if (buried > 0 && found.isPresent()) {
                Family family = found.get().family();
                String subject = family.principal().tenant() + "/token:" + id;
                changes.append(connection, ending.at(), "token_ended", subject, by(family));
              }
              return true;
            });
  }

  @Override
  public Optional<Family> end(String id, Family.Ending ending) {
    return database
        .credentials()
        .write(connection -> {
          Optional<Opened> found = opened(connection, id);
          if (found.isPresent()) {
            end(connection, found.get().family(), ending);
          }
          return opened(connection, id).map(Opened::family);
        });
  }

  private void end(Connection connection, Family family, Family.Ending ending) throws SQLException {
    int ended =
        Sql.of(
                "UPDATE token_family SET ended_at = ?, ended_reason = ?"
                    + " WHERE id = ? AND ended_at IS NULL",
                Times.micros(ending.at()),
                ending.reason(),
                family.id())
            .run(connection);
    if (ended > 0) {
      changes.append(connection, ending.at(), "family_ended", subject(family), by(family));
    }
  }

  @Override
  public Optional<Family> end(Allow allow, String id, Family.Ending ending) {
    Reach reach = allow.reach(Action.KEYS_MANAGE);
    return database
        .authority(allow)
        .write(connection -> {
          int ended =
              Sql.of(
                      "UPDATE token_family SET ended_at = ?, ended_reason = ?"
                          + " WHERE id = ? AND ended_at IS NULL AND",
                      Times.micros(ending.at()),
                      ending.reason(),
                      id)
                  .then(ReachSql.PRINCIPALS.in(reach))
                  .run(connection);
          if (ended > 0) {
            changes.append(connection, allow, ending.at(), "family_ended", "family:" + id);
          }
          return byId("*", id, reach).first(connection, FamilyRows::read);
        });
  }

  @Override
  public boolean endAllOf(Allow allow, Principal principal, Instant at) {
    if (!allow.reach(Action.KEYS_MANAGE).contains(KeyRecord.place(principal))) {
      return false;
    }
    return database
        .authority(allow)
        .write(connection -> {
          changes.append(connection, allow, at, "tokens_ended", principal.toString());
          TokenFloors.raise(connection, principal);
          return true;
        });
  }

  @Override
  public void endAll(Allow allow, Instant at) {
    String tenant = allow.requireTenant(Action.KEYS_MANAGE);
    boolean _ =
        database
            .authority(allow)
            .write(connection -> {
              changes.append(connection, allow, at, "tokens_ended", "*");
              TokenFloors.raise(connection, tenant);
              return true;
            });
  }

  @Override
  public Optional<Family> show(Allow allow, String id) {
    Sql sql = byId("*", id, allow.reach(Action.KEYS_MANAGE));
    return database.authority(allow).read(connection -> sql.first(connection, FamilyRows::read));
  }

  private static Sql byId(String columns, String id, Reach reach) {
    return Sql.of("SELECT " + columns + " FROM token_family WHERE id = ? AND", id)
        .then(ReachSql.PRINCIPALS.in(reach));
  }

  @Override
  public List<Family> list(Allow allow, Instant now, Slice<String> slice) {
    Sql sql = list(allow.reach(Action.KEYS_MANAGE), now, slice);
    return database.authority(allow).read(connection -> sql.list(connection, FamilyRows::read));
  }

  static Sql list(Reach reach, Instant now, Slice<String> slice) {
    Sql sql =
        Sql.of(
                "SELECT f.* FROM token_family f WHERE ended_at IS NULL AND ends_at > ?"
                    + " AND change >= (SELECT coalesce(max(l.change), 0) FROM token_floor l"
                    + " WHERE l.tenant = f.tenant"
                    + " AND (l.kind = f.kind AND l.principal = f.principal OR l.kind = ''))"
                    + " AND EXISTS (SELECT 1 FROM refresh_token r WHERE r.family = f.id"
                    + " AND r.used_at IS NULL AND r.expires_at > ?) AND",
                Times.micros(now),
                Times.micros(now))
            .then(ReachSql.PRINCIPALS.in(reach));
    if (slice.beyond().isPresent()) {
      sql = sql.then("AND seq > (").then(byId("seq", slice.beyond().get(), reach)).then(")");
    }
    return sql.then("ORDER BY seq LIMIT ?", slice.limit());
  }

  @Override
  public void forget(Instant end) {
    database
        .credentials()
        .later(connection -> {
          long before = Times.micros(end);
          // The tokens that these are of have ended by themselves since.
          Sql.of("DELETE FROM grave WHERE id LIKE '%.%.%' AND revoked_at < ?", before)
              .run(connection);
          return Sql.of(
                  "DELETE FROM token_family WHERE ended_at < ? OR id IN (SELECT family"
                      + " FROM refresh_token WHERE used_at IS NULL AND expires_at < ?)",
                  before,
                  before)
              .run(connection);
        });
  }

  private static String subject(Family family) {
    return family.principal().tenant() + "/family:" + family.id();
  }

  private static Actor by(Family family) {
    return Actor.of(
        family.principal(), new CredentialRef(CredentialRef.Kind.API_KEY, family.client()));
  }
}
