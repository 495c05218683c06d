package dev.memwarden.stores.sql;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.memory.Provenance;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Entities in SQL tables. [Access#write] makes read and write of a change indivisible; the
/// statement that writes carries the reach all the same.
final class SqlEntities implements EntityStore {
  /// How many expired ones go in one change; bounds how long others wait for it.
  private static final int BATCH = 500;

  private final Database database;
  private final Entities rows;
  private final SqlJobs jobs;
  private final InstantSource clock;

  SqlEntities(Database database, Integrity integrity, SqlJobs jobs, InstantSource clock) {
    this.database = database;
    this.rows = new Entities(integrity);
    this.jobs = jobs;
    this.clock = clock;
  }

  @Override
  public Optional<Entity> create(Allow allow, NewEntity entity, List<JobRequest> asked) {
    return write(
        asked,
        allow,
        (connection, reach, now) ->
            existing(connection, allow, entity, now).isPresent()
                ? Optional.empty()
                : Optional.of(insert(connection, entity, now, allow)));
  }

  @Override
  public Entity put(Allow allow, NewEntity entity, List<JobRequest> asked) {
    return write(
            asked,
            allow,
            (connection, reach, now) -> {
              Optional<Entities.Row> old = existing(connection, allow, entity, now);
              if (old.isEmpty()) {
                return Optional.of(insert(connection, entity, now, allow));
              }
              // One that is withheld says nothing, not even since when it is there.
              Instant since = old.get().readable().map(Entity::createdAt).orElse(now);
              Entity put = written(entity, since, now, allow);
              rows.replace(connection, old.get().seq(), reach, put);
              return Optional.of(put);
            })
        .orElseThrow();
  }

  @Override
  public Optional<Entity> update(
      Allow allow,
      EntityKind kind,
      String id,
      UnaryOperator<Entity> change,
      List<JobRequest> asked) {
    return write(
        asked,
        allow,
        (connection, reach, now) -> {
          Optional<Entities.Row> row = rows.one(connection, kind, id, reach, now);
          Optional<Entity> old = row.flatMap(Entities.Row::readable);
          if (old.isEmpty()) {
            return Optional.empty();
          }
          Entity wanted = change.apply(old.get());
          if (!wanted.withBody("").equals(old.get().withBody("").expiring(wanted.expiresAt()))) {
            throw new IllegalArgumentException("a change is of body and end alone");
          }
          Entity changed =
              written(
                  new NewEntity(kind, id, wanted.place(), wanted.body(), wanted.expiresAt()),
                  wanted.createdAt(),
                  now,
                  allow);
          rows.replace(connection, row.get().seq(), reach, changed);
          return Optional.of(changed);
        });
  }

  private interface Change {
    Optional<Entity> make(Connection connection, Reach reach, Instant now) throws SQLException;
  }

  /// Makes a change together with the jobs that are asked for if there is one.
  private Optional<Entity> write(List<JobRequest> asked, Allow allow, Change change) {
    Reach reach = allow.reach(Action.MEMORY_WRITE);
    List<JobRequest> requests = List.copyOf(asked);
    Optional<Entity> made =
        database
            .memory(reach)
            .write(connection -> {
              Optional<Entity> entity =
                  change.make(connection, reach, Times.stored(clock.instant()));
              if (entity.isPresent()) {
                for (JobRequest request : requests) {
                  jobs.insert(connection, allow.identity(), entity.get().place(), request);
                }
              }
              return entity;
            });
    if (made.isPresent() && !requests.isEmpty()) {
      jobs.wake();
    }
    return made;
  }

  // What has expired in its place makes room.
  private Optional<Entities.Row> existing(
      Connection connection, Allow allow, NewEntity entity, Instant now) throws SQLException {
    Box place = Box.exactly(allow.require(Action.MEMORY_WRITE, entity.place()));
    Sql.of(
            "DELETE FROM entity WHERE kind = ? AND id = ? AND expires_at <= ? AND",
            entity.kind().word(),
            entity.id(),
            Times.micros(now))
        .then(ReachSql.PLACES.in(Reach.of(place)))
        .run(connection);
    return rows.one(connection, entity.kind(), entity.id(), Reach.of(place), now);
  }

  private Entity insert(Connection connection, NewEntity entity, Instant now, Allow allow)
      throws SQLException {
    Entity inserted = written(entity, now, now, allow);
    rows.insert(connection, inserted);
    return inserted;
  }

  private static Entity written(NewEntity entity, Instant createdAt, Instant now, Allow allow) {
    return new Entity(
        entity.kind(),
        entity.id(),
        entity.place(),
        entity.body(),
        createdAt,
        now,
        entity.expiresAt().map(Times::stored),
        Provenance.of(allow.identity()));
  }

  @Override
  public Optional<Entity> find(Allow allow, EntityKind kind, String id) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    return database
        .memory(reach)
        .read(connection ->
            rows.one(connection, kind, id, reach, clock.instant()).flatMap(Entities.Row::readable));
  }

  @Override
  public Page list(Allow allow, EntityKind kind, int offset, int limit) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    return database
        .memory(reach)
        .readAtOneMoment(connection -> {
          Instant now = clock.instant();
          Sql total =
              Sql.of("SELECT count(*) FROM entity WHERE").then(Entities.there(kind, reach, now));
          return new Page(
              rows.list(connection, kind, reach, now, offset, limit), total.number(connection));
        });
  }

  @Override
  public long number(Allow allow, Entity entity) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    Reach exactly = reach.intersect(Box.exactly(entity.place()));
    return database
        .memory(reach)
        .read(connection -> {
          Instant now = clock.instant();
          return Sql.of("SELECT count(*) FROM entity WHERE")
              .then(Entities.there(entity.kind(), reach, now))
              .then("AND seq <= (SELECT seq FROM entity WHERE")
              .then(Entities.there(entity.kind(), entity.id(), exactly, now))
              .then(")")
              .number(connection);
        });
  }

  @Override
  public boolean delete(Allow allow, EntityKind kind, String id) {
    Reach reach = allow.reach(Action.MEMORY_DELETE);
    return database
        .memory(reach)
        .write(connection -> {
          Optional<Entities.Row> row = rows.one(connection, kind, id, reach, clock.instant());
          return row.isPresent()
              && Sql.of("DELETE FROM entity WHERE seq = ? AND", row.get().seq())
                      .then(ReachSql.PLACES.in(reach))
                      .run(connection)
                  == 1;
        });
  }

  @Override
  public int deleteAll(Allow allow, EntityKind kind) {
    Reach reach = allow.reach(Action.MEMORY_DELETE);
    return database
        .memory(reach)
        .write(connection ->
            Sql.of("DELETE FROM entity WHERE")
                .then(Entities.there(kind, reach, clock.instant()))
                .run(connection));
  }

  @Override
  public int removeExpired() {
    int removed = 0;
    int last;
    do {
      Sql batch =
          Sql.of(
              "DELETE FROM entity WHERE seq IN"
                  + " (SELECT seq FROM entity WHERE expires_at <= ? LIMIT ?)",
              Times.micros(clock.instant()),
              BATCH);
      last = database.upkeep().write(batch::run);
      removed += last;
    } while (last == BATCH);
    return removed;
  }
}
