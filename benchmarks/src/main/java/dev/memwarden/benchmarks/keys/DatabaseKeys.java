package dev.memwarden.benchmarks.keys;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyHash;
import dev.memwarden.auth.key.KeyProver;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.KeyText;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.benchmarks.Latencies;
import dev.memwarden.benchmarks.Options;
import dev.memwarden.benchmarks.Permissions;
import dev.memwarden.benchmarks.Table;
import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.postgres.PostgresAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// What judging a key costs with ever more of them in a PostgreSQL database, each of a user of its
/// own: one that was used before, and one that has to be looked up.
///
/// Options: `--stored`, numbers of keys; `--active`, how many are in use; `--rounds`; `--data`, a
/// new folder. Keys that nobody uses are written into the tables directly.
public final class DatabaseKeys {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final int CONNECTIONS = 8;
  private static final int LOOK_UPS = 10_000;
  private static final int BATCH = 1_000;
  private static final long ROUND = 2_000_000_000L;

  /// What a key is to its row, apart from what is its own.
  private static final String COPY =
      "INSERT INTO memwarden.api_key (id, tenant, kind, principal, \"user\", actions, box_tenant,"
          + " box_user, box_agent, box_session, box_label, networks, hash, created_at)"
          + " SELECT %s, k.tenant, k.kind, %s, %s, k.actions, k.box_tenant, %s, k.box_agent,"
          + " k.box_session, k.box_label, k.networks, %s, k.created_at"
          + " FROM memwarden.api_key k%s WHERE k.id = ?";

  private final Instance instance;
  private final Connection database;
  private final KeyText template = KeyText.mint(new SecureRandom());
  private final List<KeyText> active = new ArrayList<>();
  private final Table table =
      new Table("keys", "warm, ns", "look-up p50, us", "look-up p99, us", "all keys in, s");

  private DatabaseKeys(Instance instance, Connection database) {
    this.instance = instance;
    this.database = database;
  }

  public static void main(String[] arguments) throws IOException, SQLException {
    Options options =
        Options.of(
            arguments,
            Map.of(
                "stored",
                "100001,1000000,10000000",
                "active",
                "100000",
                "rounds",
                "5",
                "data",
                ""));
    try (EmbeddedPostgres server =
            EmbeddedPostgres.builder()
                .setDataDirectory(options.path("data").resolve("database"))
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("shared_buffers", "1GB")
                // What fills the tables cleans up after itself and waits for the disk, so that none
                // of that goes on while something is measured.
                .setServerConfig("autovacuum", "off")
                .setServerConfig("fsync", "on")
                .start();
        Instance instance = open(options, server.getPort());
        Connection database = server.getPostgresDatabase().getConnection()) {
      DatabaseKeys keys = new DatabaseKeys(instance, database);
      keys.begin(options.number("active"));
      for (int stored : options.numbers("stored")) {
        keys.measure(stored, options.number("rounds"));
      }
      keys.table.print(System.out);
    }
  }

  private static Instance open(Options options, int port) {
    SecureRandom random = new SecureRandom();
    String url = "postgresql://127.0.0.1:" + port + "/postgres";
    return Instance.serving(
        new Configuration.Store(
            options.path("data").resolve("node"),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            KeyProver.Making.SHA_256,
            Optional.of(MasterKeyRing.generate(random).print()),
            Optional.empty(),
            Optional.of(new PostgresAddress(url, "postgres", Optional.empty(), CONNECTIONS)),
            Optional.empty()),
        InstantSource.system(),
        random,
        IndexProgress.UNSEEN);
  }

  /// Makes the keys that are in use.
  private void begin(int count) throws SQLException {
    Principal user = Permissions.user(0);
    KeyRecord first =
        new KeyRecord(
            template.id(),
            user,
            Optional.empty(),
            Optional.empty(),
            Ceiling.of(Action.MEMORY_AND_CHAT, Box.ofUser(user.tenant(), user.id())),
            KeyHash.of(template.text()),
            Instant.ofEpochMilli(System.currentTimeMillis()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    if (!instance.stores().keys().insert(new Permissions(InstantSource.system()).manage(), first)) {
      throw new IllegalStateException("the first key is not taken");
    }
    SecureRandom random = new SecureRandom();
    try (PreparedStatement statement =
        database.prepareStatement(COPY.formatted("?", "?", "?", "?", "?", ""))) {
      for (int i = 1; i <= count; i++) {
        KeyText text = KeyText.mint(random);
        active.add(text);
        String name = Permissions.user(i).id();
        statement.setString(1, text.id());
        statement.setString(2, name);
        statement.setString(3, name);
        statement.setString(4, name);
        statement.setString(5, KeyHash.of(text.text()).stored());
        statement.setString(6, template.id());
        statement.addBatch();
        if (i % BATCH == 0 || i == count) {
          int[] _ = statement.executeBatch();
        }
      }
    }
    users(1, count);
    Collections.shuffle(active, new Random(1));
  }

  private void users(long from, long to) throws SQLException {
    try (PreparedStatement statement =
        database.prepareStatement(
            "INSERT INTO memwarden.principal (tenant, kind, id, \"user\", status, created_at,"
                + " changed_at) SELECT p.tenant, p.kind, 'user' || i, 'user' || i, p.status,"
                + " p.created_at, p.changed_at FROM memwarden.principal p,"
                + " generate_series(?, ?) i WHERE p.id = 'user0'")) {
      statement.setLong(1, from);
      statement.setLong(2, to);
      int _ = statement.executeUpdate();
    }
  }

  /// Adds keys that nobody uses until there are so many.
  private void fill(int stored) throws SQLException {
    long there = count();
    if (there >= stored) {
      return;
    }
    String id = "substr(md5(i::TEXT), 1, 16)";
    String name = "'user' || i";
    String hash = "encode(sha256(i::TEXT::BYTEA), 'hex')";
    try (PreparedStatement statement =
        database.prepareStatement(
            COPY.formatted(id, name, name, name, hash, ", generate_series(?, ?) i"))) {
      statement.setLong(1, there);
      statement.setLong(2, stored - 1L);
      statement.setString(3, template.id());
      int _ = statement.executeUpdate();
    }
    users(there, stored - 1L);
    try (Statement statement = database.createStatement()) {
      statement.execute("VACUUM ANALYZE memwarden.api_key");
      statement.execute("VACUUM ANALYZE memwarden.principal");
      statement.execute("CHECKPOINT");
    }
  }

  private long count() throws SQLException {
    try (Statement statement = database.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM memwarden.api_key")) {
      if (!rows.next()) {
        throw new SQLException("no count");
      }
      return rows.getLong(1);
    }
  }

  private void measure(int stored, int rounds) throws SQLException {
    long start = System.nanoTime();
    fill(stored);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.err.printf("%d keys after %.0f s%n", count(), seconds);
    Latencies lookUps = lookUps();
    double warm = warm(rounds);
    System.err.printf(
        "warm %.0f ns, look-up %s ms, p99 %s ms%n", warm, lookUps.millis(50), lookUps.millis(99));
    table.row(
        Long.toString(count()),
        String.format(Locale.ROOT, "%.0f", warm),
        String.format(Locale.ROOT, "%.0f", lookUps.percentile(50) / 1e3),
        String.format(Locale.ROOT, "%.0f", lookUps.percentile(99) / 1e3),
        String.format(Locale.ROOT, "%.0f", seconds));
  }

  private Latencies lookUps() {
    Latencies times = new Latencies();
    Random random = new Random(2);
    for (int i = 0; i < LOOK_UPS; i++) {
      String id = active.get(random.nextInt(active.size())).id();
      long start = System.nanoTime();
      boolean found = instance.stores().keys().find(id).isPresent();
      times.add(System.nanoTime() - start);
      if (!found) {
        throw new IllegalStateException("a key that was stored is not found");
      }
    }
    return times;
  }

  /// Nanoseconds for a key that was used before, another one each time.
  private double warm(int rounds) {
    KeyAuthenticator authenticator = instance.authenticator();
    Credential.ApiKey[] keys =
        active.stream()
            .map(text -> new Credential.ApiKey(text.text()))
            .toArray(Credential.ApiKey[]::new);
    for (Credential.ApiKey key : keys) {
      if (!(authenticator.authenticate(key, HERE) instanceof Authentication.Authenticated)) {
        throw new IllegalStateException("a key that was stored is refused");
      }
    }
    List<Double> figures = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      long start = System.nanoTime();
      long checks = 0;
      while (System.nanoTime() - start < ROUND) {
        for (Credential.ApiKey key : keys) {
          if (authenticator.ifCached(key, HERE).isEmpty()) {
            throw new IllegalStateException("a key that was used is forgotten");
          }
        }
        checks += keys.length;
      }
      if (round > 0) { // the first one warms up
        figures.add((System.nanoTime() - start) / (double) checks);
      }
    }
    return Latencies.median(figures);
  }
}
