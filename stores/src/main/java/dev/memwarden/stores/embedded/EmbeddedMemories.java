package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryStore;
import dev.memwarden.memory.Provenance;
import dev.memwarden.memory.Relation;
import dev.memwarden.memory.Totals;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// Memories in SQLite. The one [Writer] makes read and write of an update indivisible; the
/// statement that writes carries the reach all the same.
final class EmbeddedMemories implements MemoryStore, Totals.Source {
  private final Database database;
  private final Integrity integrity;
  private final Relations relations;
  private final Versions versions;
  private final Items items;
  private final AtomicReference<Counted> counted =
      new AtomicReference<>(new Counted(0, new Totals(0, 0)));

  EmbeddedMemories(Database database, Integrity integrity) {
    this.database = database;
    this.integrity = integrity;
    this.relations = new Relations(integrity);
    this.versions = new Versions(integrity);
    this.items = new Items(integrity, relations);
  }

  /// @throws IllegalArgumentException if an owner has a memory of a draft's id already, with other
  ///   text
  @Override
  public List<Added> add(Allow allow, List<Draft> drafts, Instant at) {
    List<Draft> all = List.copyOf(drafts);
    all.forEach(draft -> allow.require(Action.MEMORY_WRITE, draft.place()));
    Provenance by = Provenance.of(allow.identity());
    return database
        .writer()
        .write(connection -> {
          List<Added> added = new ArrayList<>();
          for (Draft draft : all) {
            added.add(add(connection, draft, at, by));
          }
          return List.copyOf(added);
        });
  }

  private Added add(Connection connection, Draft draft, Instant at, Provenance by)
      throws SQLException {
    Optional<Memory> duplicate =
        items.duplicate(connection, draft.place(), TextHash.of(draft.text()));
    return duplicate.isPresent()
        ? new Added(duplicate.get(), false)
        : new Added(items.insert(connection, draft, at, by), true);
  }

  @Override
  public Optional<Memory> find(Allow allow, String id) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    return database.memory().read(connection -> items.one(connection, reach, id).map(Item::memory));
  }

  @Override
  public List<Memory> read(Allow allow, List<Long> rows) {
    String json = rows.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    Sql sql =
        Sql.of("SELECT * FROM item WHERE row IN (SELECT value FROM json_each(?)) AND", json)
            .then(ReachSql.PLACES.in(allow.reach(Action.MEMORY_READ)));
    Map<Long, Memory> found = new HashMap<>();
    for (Item item : database.memory().read(connection -> sql.list(connection, Item::read))) {
      item.checked(integrity).ifPresent(memory -> found.put(item.row(), memory));
    }
    return rows.stream().filter(found::containsKey).map(found::get).toList();
  }

  @Override
  public List<Memory> list(Allow allow, int limit) {
    Sql sql =
        Sql.of("SELECT * FROM item WHERE")
            .then(ReachSql.PLACES.in(allow.reach(Action.MEMORY_READ)))
            .then("ORDER BY row DESC LIMIT ?", Math.max(limit, 0));
    return database.memory().read(connection -> sql.list(connection, Item::read)).stream()
        .flatMap(item -> item.checked(integrity).stream())
        .toList();
  }

  @Override
  public Optional<Memory> update(Allow allow, String id, Revision revision, Instant at) {
    Reach reach = allow.reach(Action.MEMORY_WRITE);
    Provenance by = Provenance.of(allow.identity());
    return database
        .writer()
        .write(connection -> {
          Optional<Item> found = items.one(connection, reach, id);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          Item item = found.get();
          Memory memory = revised(item.memory(), revision, at, by);
          versions.keep(connection, item);
          items.replace(connection, item.row(), reach, memory, revision.embedding());
          List<Relation> its = revision.relations().apply(memory.place());
          relations.replace(connection, item.row(), memory.place(), its);
          return Optional.of(memory);
        });
  }

  private static Memory revised(Memory old, Revision revision, Instant at, Provenance by) {
    return new Memory(
        old.id(),
        old.place(),
        revision.text(),
        revision.metadata().orElse(old.metadata()),
        TextHash.of(revision.text()),
        old.version() + 1,
        old.createdAt(),
        Times.stored(at),
        by);
  }

  @Override
  public boolean delete(Allow allow, String id, Instant at) {
    Reach reach = allow.reach(Action.MEMORY_DELETE);
    Sql which =
        Sql.of("SELECT row FROM item WHERE id = ? AND", id)
            .then(ReachSql.PLACES.in(reach))
            .then("LIMIT 2");
    return database
        .writer()
        .write(connection -> {
          List<Long> rows = which.list(connection, row -> row.getLong(1));
          return rows.size() == 1
              && Removal.within(reach, rows.getFirst()).run(connection, allow.identity(), at) == 1;
        });
  }

  @Override
  public int deleteAll(Allow allow, Instant at) {
    Removal removal = Removal.within(allow.reach(Action.MEMORY_DELETE));
    return database.writer().write(connection -> removal.run(connection, allow.identity(), at));
  }

  @Override
  public List<Version> history(Allow allow, String id) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    return database
        .memory()
        .read(
            Work.atOneMoment(connection -> {
              Optional<Item> item = items.one(connection, reach, id);
              return item.isEmpty() ? List.of() : versions.of(connection, item.get());
            }));
  }

  @Override
  public List<Relation> relations(Allow allow, int limit) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    return database.memory().read(connection -> relations.list(connection, reach, limit));
  }

  @Override
  public Sessions sessions(Allow allow, int offset, int limit) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    return database
        .memory()
        .read(Work.atOneMoment(connection -> SessionList.of(connection, reach, offset, limit)));
  }

  @Override
  public Counts count(Allow allow) {
    Sql reach = ReachSql.PLACES.in(allow.reach(Action.MEMORY_READ));
    Sql sql =
        Sql.of("SELECT (SELECT count(*) FROM item WHERE")
            .then(reach)
            .then("), (SELECT count(*) FROM")
            .then("(SELECT DISTINCT source, relationship, target FROM relation WHERE")
            .then(reach)
            .then("))");
    return database
        .memory()
        .read(connection ->
            sql.first(connection, row -> new Counts(row.getLong(1), row.getLong(2))).orElseThrow());
  }

  @Override
  public Totals totals() {
    return database.memory().read(Work.atOneMoment(this::totals));
  }

  // Counting reads an index from end to end, and anybody may ask: only after a change is it done
  // again.
  private Totals totals(Connection connection) throws SQLException {
    long seq = IndexLog.LAST.number(connection);
    Counted last = counted.get();
    if (last.seq() == seq) {
      return last.totals();
    }
    Sql sql =
        Sql.of(
            "SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM"
                + " (SELECT DISTINCT tenant, user FROM item WHERE user <> ''))");
    Totals totals =
        sql.first(connection, row -> new Totals(row.getLong(1), row.getLong(2))).orElseThrow();
    counted.set(new Counted(seq, totals));
    return totals;
  }

  /// What was counted when the newest change had this number.
  private record Counted(long seq, Totals totals) {}
}
