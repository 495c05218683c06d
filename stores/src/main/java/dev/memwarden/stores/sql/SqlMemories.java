package dev.memwarden.stores.sql;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Embedded;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Hit;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryStore;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Provenance;
import dev.memwarden.memory.Put;
import dev.memwarden.memory.Relation;
import dev.memwarden.memory.Revised;
import dev.memwarden.memory.Revision;
import dev.memwarden.memory.Selection;
import dev.memwarden.memory.Totals;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Memories in SQL tables. [Access#write] makes read and write of an update indivisible; the
/// statement that writes carries the reach all the same.
final class SqlMemories implements MemoryStore, Totals.Source {
  private final Database database;
  private final Integrity integrity;
  private final Relations relations;
  private final Versions versions;
  private final Items items;
  private final AtomicReference<Counted> counted =
      new AtomicReference<>(new Counted(0, new Totals(0, 0)));

  SqlMemories(Database database, Integrity integrity) {
    this.database = database;
    this.integrity = integrity;
    this.relations = new Relations(integrity);
    this.versions = new Versions(integrity);
    this.items = new Items(integrity, relations, versions, database.dialect());
  }

  @Override
  public Put put(Allow allow, List<Draft> drafts, Instant at) {
    List<Draft> all = List.copyOf(drafts);
    all.forEach(draft -> allow.require(Action.MEMORY_WRITE, draft.place()));
    return storing(allow, at, storing -> storing.put(all));
  }

  @Override
  public Revised update(Allow allow, Kind kind, String id, Revision revision, Instant at) {
    return storing(allow, at, storing -> storing.revise(kind, id, revision));
  }

  /// A change, given all that it needs.
  @FunctionalInterface
  private interface Change<T> {
    T by(Storing storing) throws SQLException;
  }

  private <T> T storing(Allow allow, Instant at, Change<T> change) {
    Reach reach = allow.reach(Action.MEMORY_WRITE);
    Optional<Integer> most = allow.identity().ceiling().allowance().memories();
    Provenance by = Provenance.of(allow.identity());
    return database
        .memory(reach)
        .write(connection -> change.by(new Storing(items, connection, reach, most, by, at)));
  }

  @Override
  public Optional<Memory> find(Allow allow, Kind kind, String id) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    return database
        .memory(reach)
        .read(connection -> items.one(connection, reach, kind, id).map(Item::memory));
  }

  @Override
  public List<Memory> read(Allow allow, List<Long> rows) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    Sql sql = items.of(reach, rows);
    Map<Long, Memory> found = new HashMap<>();
    for (Item item : database.memory(reach).read(connection -> sql.list(connection, Item::read))) {
      item.checked(integrity).ifPresent(memory -> found.put(item.row(), memory));
    }
    return rows.stream().filter(found::containsKey).map(found::get).toList();
  }

  /// A question about a selection.
  @FunctionalInterface
  private interface Asking<T> {
    T of(Selecting selecting) throws SQLException;
  }

  private <T> T selecting(Allow allow, Action action, Selection selection, Asking<T> asking) {
    Reach reach = allow.reach(action);
    return database
        .memory(reach)
        .read(connection -> asking.of(selecting(connection, reach, selection)));
  }

  private Selecting selecting(Connection connection, Reach reach, Selection selection) {
    return new Selecting(integrity, database.dialect(), connection, reach, selection);
  }

  @Override
  public Set<Long> rows(Allow allow, Selection selection) {
    return selecting(allow, Action.MEMORY_READ, selection, Selecting::rows);
  }

  @Override
  public List<Memory> list(Allow allow, Selection selection, Order order, int offset, int limit) {
    return selecting(allow, Action.MEMORY_READ, selection, its -> its.list(order, offset, limit));
  }

  @Override
  public long count(Allow allow, Selection selection) {
    return selecting(allow, Action.MEMORY_READ, selection, Selecting::count);
  }

  @Override
  public long countEmbedded(Allow allow, Kind kind) {
    return selecting(allow, Action.MEMORY_READ, Selection.of(kind), Selecting::countEmbedded);
  }

  @Override
  public List<Hit> nearest(Allow allow, Selection selection, Embedding wanted, int limit) {
    return selecting(allow, Action.MEMORY_READ, selection, its -> its.nearest(wanted, limit));
  }

  @Override
  public List<Embedded> embeddings(Allow allow, List<Memory> memories) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    return database
        .memory(reach)
        .read(connection -> {
          List<Embedded> embedded = new ArrayList<>();
          for (Memory memory : memories) {
            Sql.of("SELECT v.model, v.vector FROM item")
                .then(database.dialect().joinInOrder())
                .then("item_vector v ON v.row = item.row WHERE")
                .then(Items.named(memory.place(), memory.kind(), memory.id()))
                .then("AND")
                .then(ReachSql.PLACES.in(reach))
                .first(
                    connection,
                    row ->
                        Embedding.ofStored(
                            row.getString("model"), Vectors.floats(row.getBytes("vector"))))
                .ifPresent(embedding -> embedded.add(new Embedded(memory, embedding)));
          }
          return embedded;
        });
  }

  @Override
  public void touch(Allow allow, List<Memory> memories, Instant at) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    long micros = Times.micros(at);
    database
        .memory(reach)
        .later(connection -> {
          int touched = 0;
          for (Memory memory : memories) {
            touched +=
                Sql.of(
                        "UPDATE item SET accessed_at ="
                            + " CASE WHEN accessed_at > ? THEN accessed_at ELSE ? END,"
                            + " access_count = access_count + 1 WHERE",
                        micros,
                        micros)
                    .then(Items.named(memory.place(), memory.kind(), memory.id()))
                    .then("AND")
                    .then(ReachSql.PLACES.in(reach))
                    .run(connection);
          }
          return touched;
        });
  }

  @Override
  public boolean delete(Allow allow, Kind kind, String id, Instant at) {
    Reach reach = allow.reach(Action.MEMORY_DELETE);
    Sql which =
        Sql.of("SELECT row FROM item WHERE id = ? AND", id)
            .then(Items.within(reach, kind))
            .then("LIMIT 2");
    return database
        .memory(reach)
        .write(connection -> {
          List<Long> rows = which.list(connection, row -> row.getLong(1));
          return rows.size() == 1
              && run(Removal.within(reach, rows.getFirst()), connection, allow, at) == 1;
        });
  }

  @Override
  public int deleteAll(Allow allow, Selection selection, Instant at) {
    Reach reach = allow.reach(Action.MEMORY_DELETE);
    if (selection.condition().isEmpty()) {
      Removal removal = Removal.within(reach, selection.kind());
      return database.memory(reach).write(connection -> run(removal, connection, allow, at));
    }
    // What may fit is looked for where nobody waits; what still does is decided by the change.
    Set<Long> candidates = selecting(allow, Action.MEMORY_DELETE, selection, Selecting::rows);
    return database
        .memory(reach)
        .write(connection -> {
          int removed = 0;
          for (long row : selecting(connection, reach, selection).still(candidates)) {
            removed += run(Removal.within(reach, row), connection, allow, at);
          }
          return removed;
        });
  }

  private int run(Removal removal, Connection connection, Allow allow, Instant at)
      throws SQLException {
    return removal.run(connection, database.dialect(), allow.identity(), at);
  }

  @Override
  public List<Version> history(Allow allow, Kind kind, String id) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    return database
        .memory(reach)
        .readAtOneMoment(connection -> {
          Optional<Item> item = items.one(connection, reach, kind, id);
          return item.isEmpty() ? List.of() : versions.of(connection, item.get());
        });
  }

  @Override
  public List<Relation> relations(Allow allow, int limit) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    return database.memory(reach).read(connection -> relations.list(connection, reach, limit));
  }

  @Override
  public Counts count(Allow allow) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    Sql sql =
        Sql.of("SELECT (SELECT count(*) FROM item WHERE")
            .then(Items.within(reach, Kind.MEMORY))
            .then("), (SELECT count(*) FROM")
            .then("(SELECT DISTINCT source, relationship, target FROM relation WHERE")
            .then(ReachSql.PLACES.in(reach))
            .then(") AS different)");
    return database
        .memory(reach)
        .read(connection ->
            sql.first(connection, row -> new Counts(row.getLong(1), row.getLong(2))).orElseThrow());
  }

  @Override
  public Totals totals() {
    return database.upkeep().readAtOneMoment(this::totals);
  }

  // Counting reads an index from end to end, and anybody may ask: only after a change is it done
  // again.
  private Totals totals(Connection connection) throws SQLException {
    long changes = database.dialect().changes(connection);
    Counted last = counted.get();
    if (last.changes() == changes) {
      return last.totals();
    }
    Sql sql =
        Sql.of(
            "SELECT (SELECT count(*) FROM item WHERE kind = ?), (SELECT count(*) FROM"
                + " (SELECT DISTINCT tenant, \"user\" FROM item"
                + " WHERE kind = ? AND \"user\" <> '') AS owners)",
            Kind.MEMORY.word(),
            Kind.MEMORY.word());
    Totals totals =
        sql.first(connection, row -> new Totals(row.getLong(1), row.getLong(2))).orElseThrow();
    counted.set(new Counted(changes, totals));
    return totals;
  }

  /// What was counted when the newest change had this number.
  private record Counted(long changes, Totals totals) {}
}
