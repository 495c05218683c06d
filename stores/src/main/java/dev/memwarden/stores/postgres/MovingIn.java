package dev.memwarden.stores.postgres;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.stores.embedded.Folder;
import dev.memwarden.stores.embedded.MovingOut;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.sql.Canary;
import dev.memwarden.stores.sql.Meta;
import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Moves everything from a folder into a database: keys, users, tokens, policy, memories, jobs and
/// the audit log, row by row as they are.
///
/// It can be stopped at any moment and begun again: it goes on behind the last row that arrived.
/// While it is under way nobody can serve the database. When every table says the same here and
/// there, the folder is given up first and the database opened then, so that nobody ever serves
/// both.
public final class MovingIn {
  /// In the order in which rows refer to each other.
  static final List<String> TABLES =
      List.of(
          "principal",
          "tenant",
          "api_key",
          "grave",
          "policy_version",
          "auth_change",
          "token_family",
          "refresh_token",
          "token_floor",
          "signing_key",
          "item",
          "item_vector",
          "item_version",
          "relation",
          "tombstone",
          "entity",
          "job",
          "audit",
          "audit_anchor");

  /// What is not moved: names of the store itself, and what its own search follows.
  static final List<String> STAYING =
      List.of("meta", "index_log", "schema_version", "sqlite_sequence");

  private static final String MOVING_IN = "moving_in";

  private final MovingOut from;
  private final Connection source;
  private final Connection target;
  private final List<MovedTable> tables = new ArrayList<>();

  private MovingIn(MovingOut from, Connection source, Connection target) throws SQLException {
    this.from = from;
    this.source = source;
    this.target = target;
    for (String table : TABLES) {
      tables.add(MovedTable.of(source, table));
    }
  }

  /// Moves it all. **Cost**: every row is written once and read three times.
  ///
  /// @param folder held by this process
  /// @param copying hears how many rows are in the database
  /// @param checking hears how many rows were compared
  /// @return how many rows there are
  /// @throws UnsuitableDatabaseException if the database has another store, or came to say
  ///   something else than the folder
  /// @throws StoreUnavailableException if one of both does not answer
  public static long run(
      Folder folder,
      MasterKeyRing ring,
      PostgresAddress address,
      InstantSource clock,
      IndexProgress copying,
      IndexProgress checking) {
    try (MovingOut from = MovingOut.open(folder, ring, clock);
        Connection source = from.connect();
        Connection target = address.connect()) {
      // Held until the connection is closed: nobody else opens or moves meanwhile.
      PostgresSchema.open(target, clock);
      Limits _ = Limits.lift(target); // whole tables are looked at
      target.setAutoCommit(false);
      MovingIn moving = new MovingIn(from, source, target);
      return moving.run(address.toString(), copying, checking);
    } catch (SQLException e) {
      throw new StoreUnavailableException("cannot move the store to " + address, e);
    }
  }

  /// Refuses a database that has only a part of what it should.
  static void check(Connection connection) throws SQLException {
    if (Meta.read(connection, MOVING_IN).isPresent()) {
      throw new UnsuitableDatabaseException(
          "a folder is being moved into the database; run memwarden migrate again to finish it");
    }
  }

  private long run(String address, IndexProgress copying, IndexProgress checking)
      throws SQLException {
    begin(address);
    long rows = 0;
    for (MovedTable table : tables) {
      rows += table.count(source);
    }
    copy(rows, copying);
    compare(rows, checking);
    from.moved(address);
    finish();
    return rows;
  }

  private void begin(String address) throws SQLException {
    Optional<String> begun = Meta.read(target, MOVING_IN);
    Optional<String> there = Canary.id(target);
    if (from.movedTo().filter(to -> !to.equals(address)).isPresent()) {
      throw new UnsuitableDatabaseException(
          "the folder has been moved to " + from.movedTo().get() + " already");
    }
    if (begun.isEmpty() && there.isPresent()) {
      throw new UnsuitableDatabaseException(
          there.get().equals(from.id())
              ? "the folder has been moved to " + address + " already"
              : "there is another store in " + address);
    }
    if (begun.filter(id -> !id.equals(from.id())).isPresent()) {
      throw new UnsuitableDatabaseException("another folder is being moved to " + address);
    }
    Meta.write(target, MOVING_IN, from.id());
    target.commit();
  }

  private void copy(long rows, IndexProgress progress) throws SQLException {
    long items = Sql.of("SELECT count(*) FROM item").number(source); // each has its words, too
    Counter counter = new Counter(rows + items, progress);
    for (MovedTable table : tables) {
      counter.accept(table.count(target));
      table.copy(source, target, counter);
    }
    copyWords(counter);
  }

  // In the order of rows, as the rest: what is there is everything up to some row.
  private void copyWords(LongConsumer copied) throws SQLException {
    copied.accept(Sql.of("SELECT count(*) FROM item_words").number(target));
    long last = Sql.of("SELECT coalesce(max(row), 0) FROM item_words").number(target);
    while (true) {
      List<Long> rows =
          Sql.of("SELECT row FROM item WHERE row > ? ORDER BY row LIMIT ?", last, MovedTable.BATCH)
              .list(target, row -> row.getLong(1));
      if (rows.isEmpty()) {
        target.commit();
        return;
      }
      Sql.of(
              "INSERT INTO item_words (row, held_by, words) SELECT row, tenant,"
                  + " to_tsvector(?::REGCONFIG, text) FROM item WHERE row > ? AND row <= ?",
              PostgresDialect.WORDS,
              last,
              rows.getLast())
          .run(target);
      target.commit();
      last = rows.getLast();
      copied.accept(rows.size());
    }
  }

  private void compare(long rows, IndexProgress progress) throws SQLException {
    Counter counter = new Counter(rows, progress);
    for (MovedTable table : tables) {
      TableDigest here = table.source(source, counter);
      TableDigest there = table.target(target, _ -> {});
      if (!here.equals(there)) {
        throw new UnsuitableDatabaseException(
            "table "
                + table.name()
                + " has "
                + here.rows()
                + " rows in the folder and "
                + there.rows()
                + " in the database, and they do not say the same; drop the schema "
                + PostgresSchema.NAME
                + " there and begin again");
      }
      target.commit();
    }
  }

  /// Lets servers in: from the next row on, numbers are those that the folder would have given out.
  private void finish() throws SQLException {
    for (MovedTable table : tables) {
      String column = table.key().getFirst().name();
      Sql given = Sql.of("SELECT seq FROM sqlite_sequence WHERE name = ?", table.name());
      long last = given.first(source, row -> row.getLong(1)).orElse(0L);
      if (last > 0 && !table.name().equals("auth_change")) {
        long _ =
            Sql.of("SELECT setval(pg_get_serial_sequence(?, ?), ?)", table.name(), column, last)
                .number(target);
      } else if (last > 0) {
        Sql.of("UPDATE auth_clock SET seq = ?", last).run(target);
      }
      Sql.of("ANALYZE " + table.name()).run(target);
    }
    Canary.copy(source, target);
    Meta.remove(target, MOVING_IN);
    target.commit();
  }

  /// Adds up.
  private static final class Counter implements LongConsumer {
    private final long all;
    private final IndexProgress progress;
    private long done;

    Counter(long all, IndexProgress progress) {
      this.all = all;
      this.progress = progress;
    }

    @Override
    public void accept(long more) {
      done += more;
      progress.at(done, all);
    }
  }
}
