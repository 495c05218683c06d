package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Place;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.memory.Kind;
import dev.memwarden.stores.lucene.IndexSource;
import dev.memwarden.stores.sql.Item;
import dev.memwarden.stores.sql.Meta;
import dev.memwarden.stores.sql.Sql;
import dev.memwarden.stores.sql.Vectors;
import dev.memwarden.stores.sql.Work;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What the index follows, read over a connection of its own.
final class IndexLog implements IndexSource {
  /// Number of the newest change: the counter behind AUTOINCREMENT, as the log itself may have been
  /// trimmed to nothing.
  static final Sql LAST =
      Sql.of("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'index_log'");

  private static final String TRIMMED = "index_log_trimmed";

  private final SqliteDatabase database;
  private final Connection connection;
  private final String id;

  IndexLog(SqliteDatabase database, String id) {
    this.database = database;
    this.connection = database.connect();
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public long last() {
    return ask(LAST::number);
  }

  @Override
  public long trimmed() {
    return ask(in -> Meta.read(in, TRIMMED).map(Long::parseLong).orElse(0L));
  }

  @Override
  public List<Change> after(long seq, int limit) {
    Sql sql =
        Sql.of(
            "SELECT l.seq, l.row AS logged, l.op, i.*, v.model, v.vector FROM index_log l"
                + " LEFT JOIN item i ON i.row = l.row LEFT JOIN item_vector v ON v.row = l.row"
                + " WHERE l.seq > ? ORDER BY l.seq LIMIT ?",
            seq,
            limit);
    return ask(in -> sql.list(in, IndexLog::change));
  }

  private static Change change(ResultSet row) throws SQLException {
    // A row that was put and cut later is gone by now; its cut comes too.
    boolean there = row.getString("op").equals("put") && row.getString("id") != null;
    return new Change(
        row.getLong("seq"), row.getLong("logged"), there ? indexed(row) : Optional.empty());
  }

  // What is nowhere or nothing, after a raw edit, is in nobody's reach and need not be found.
  private static Optional<Indexed> indexed(ResultSet row) throws SQLException {
    Optional<Kind> kind = Kind.of(row.getString("kind"));
    Optional<Place> place = Item.place(row);
    return kind.isPresent() && place.isPresent()
        ? Optional.of(indexed(row, kind.get(), place.get()))
        : Optional.empty();
  }

  private static Indexed indexed(ResultSet row, Kind kind, Place place) throws SQLException {
    String model = row.getString("model");
    byte[] vector = row.getBytes("vector");
    return new Indexed(
        row.getLong("row"),
        kind,
        place,
        row.getString("text"),
        model == null ? "" : model,
        vector == null ? new float[0] : Vectors.floats(vector));
  }

  @Override
  public long size() {
    return ask(Sql.of("SELECT count(*) FROM item")::number);
  }

  @Override
  public List<Indexed> scan(long row, int limit) {
    List<Scanned> page = page(row, limit);
    // A page of nothing but unreadable rows is not the end.
    while (!page.isEmpty() && page.stream().allMatch(scanned -> scanned.item().isEmpty())) {
      page = page(page.getLast().row(), limit);
    }
    return page.stream().flatMap(scanned -> scanned.item().stream()).toList();
  }

  private record Scanned(long row, Optional<Indexed> item) {}

  private List<Scanned> page(long row, int limit) {
    Sql sql =
        Sql.of(
            "SELECT i.*, v.model, v.vector FROM item i LEFT JOIN item_vector v ON v.row = i.row"
                + " WHERE i.row > ? ORDER BY i.row LIMIT ?",
            row,
            limit);
    return ask(in -> sql.list(in, its -> new Scanned(its.getLong("row"), indexed(its))));
  }

  @Override
  public void trim(long seq) {
    database
        .writer()
        .later(in -> {
          Meta.write(in, TRIMMED, Long.toString(seq));
          return Sql.of("DELETE FROM index_log WHERE seq <= ?", seq).run(in);
        });
  }

  private <T> T ask(Work<T> question) {
    try {
      return question.in(connection);
    } catch (SQLException e) {
      throw new StoreUnavailableException("the database cannot answer", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreUnavailableException("cannot close the database", e);
    }
  }
}
