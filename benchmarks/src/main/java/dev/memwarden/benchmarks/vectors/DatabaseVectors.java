package dev.memwarden.benchmarks.vectors;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.benchmarks.Latencies;
import dev.memwarden.benchmarks.Options;
import dev.memwarden.benchmarks.Permissions;
import dev.memwarden.benchmarks.Table;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.MemoryIndex.Ranked;
import dev.memwarden.memory.Question;
import dev.memwarden.memory.Ranking;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.postgres.PostgresAddress;
import dev.memwarden.stores.postgres.PostgresStores;
import dev.memwarden.stores.sql.Vectors;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// Searching by vectors in a PostgreSQL database: with everything in reach compared, and once
/// pgvector's index is there.
///
/// Options: `--database`, URL of one with pgvector and nothing else in it; `--user`, who logs in
/// without a password; `--vectors`, how many there are; `--of`, how many of them the users have
/// that search, each one of these numbers; `--searches`, of each of them.
public final class DatabaseVectors {
  private static final String MODEL = "clustered";
  private static final int DIMENSIONS = 384;
  private static final int CLUSTERS = 200;
  private static final int OTHERS = 2_000;
  private static final int WANTED = 10;
  private static final int BATCH = 1_000;

  private static final String ROW =
      "WITH new AS (INSERT INTO memwarden.item (kind, id, tenant, \"user\", agent, session, label,"
          + " text, metadata, attributes, hash, version, created_at, updated_at, principal,"
          + " credential, stamp) VALUES ('memory', ?, 'default', ?, '', '', '', '', '', '', '', 1,"
          + " 0, 0, '', '', '') RETURNING row) INSERT INTO memwarden.item_vector (row, held_by,"
          + " model, vector) SELECT row, 'default', ?, ? FROM new";

  private final Random random = new Random(1);
  private final float[][] centers =
      Stream.generate(() -> around(new float[DIMENSIONS], 1))
          .limit(CLUSTERS)
          .toArray(float[][]::new);
  private final Permissions permissions = new Permissions(InstantSource.system());
  private final Options options;
  private final Connection database;
  private final Stores stores;

  private DatabaseVectors(Options options, Connection database, Stores stores) {
    this.options = options;
    this.database = database;
    this.stores = stores;
  }

  public static void main(String[] arguments) throws SQLException {
    Options options =
        Options.of(
            arguments,
            Map.of(
                "database",
                "",
                "user",
                "memwarden",
                "vectors",
                "200000",
                "of",
                "1000,5000,10000,20000,40000",
                "searches",
                "50"));
    PostgresAddress address =
        new PostgresAddress(options.text("database"), options.text("user"), Optional.empty(), 4);
    MasterKeyRing ring = MasterKeyRing.generate(new SecureRandom());
    try (Connection database =
            DriverManager.getConnection("jdbc:" + address.url(), address.user(), null);
        Stores stores =
            PostgresStores.open(address, ring, MODEL, DIMENSIONS, InstantSource.system())) {
      new DatabaseVectors(options, database, stores).run();
    }
  }

  private void run() throws SQLException {
    removeIndex();
    fill();
    List<Embedding> questions =
        Stream.generate(this::vector).limit(options.number("searches")).toList();
    Table table =
        new Table("of the user", "all compared, p50, ms", "index, p50, ms", "ratio", "recall@10");
    List<Integer> sizes = options.numbers("of");
    List<Measured> compared = new ArrayList<>();
    for (int user = 0; user < sizes.size(); user++) {
      compared.add(measure(user, questions));
    }
    long start = System.nanoTime();
    long _ = stores.rebuild().run(IndexProgress.UNSEEN);
    System.err.printf("the index took %.0f s%n", (System.nanoTime() - start) / 1e9);
    for (int user = 0; user < sizes.size(); user++) {
      Measured all = compared.get(user);
      Measured found = measure(user, questions);
      table.row(
          String.format(Locale.ROOT, "%,d", sizes.get(user)),
          all.times.millis(50),
          found.times.millis(50),
          String.format(
              Locale.ROOT, "%.2f", (double) found.times.percentile(50) / all.times.percentile(50)),
          String.format(Locale.ROOT, "%.3f", found.recall(all)));
    }
    table.print(System.out);
  }

  /// Times, and the rows that were found for each question.
  private record Measured(Latencies times, List<List<Long>> rows) {
    double recall(Measured exact) {
      long both = 0;
      for (int i = 0; i < rows.size(); i++) {
        both += rows.get(i).stream().filter(exact.rows.get(i)::contains).count();
      }
      return (double) both / (rows.size() * WANTED);
    }
  }

  private Measured measure(int user, List<Embedding> questions) {
    Allow own = permissions.own(user);
    Latencies times = new Latencies();
    List<List<Long>> rows = new ArrayList<>();
    search(own, questions.getFirst()); // warms up
    for (Embedding question : questions) {
      long start = System.nanoTime();
      List<Ranked> found = search(own, question);
      times.add(System.nanoTime() - start);
      rows.add(found.stream().map(Ranked::row).toList());
    }
    System.err.printf("user %d: %s ms%n", user, times.millis(50));
    return new Measured(times, rows);
  }

  private List<Ranked> search(Allow own, Embedding question) {
    return stores
        .index()
        .search(
            own,
            new Question(
                "", Optional.of(question), Ranking.MEANING, Kind.MEMORY, Optional.empty(), WANTED));
  }

  private void removeIndex() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT indexname FROM pg_indexes WHERE schemaname = 'memwarden'"
                    + " AND indexname LIKE 'item_vector_near_%'")) {
      while (found.next()) {
        names.add(found.getString(1));
      }
    }
    if (names.size() != 1) {
      throw new IllegalStateException("the database does not have pgvector, or is not empty");
    }
    try (Statement statement = database.createStatement()) {
      statement.execute("DROP INDEX memwarden." + names.getFirst());
    }
  }

  private void fill() throws SQLException {
    int vectors = options.number("vectors");
    List<Integer> owners = new ArrayList<>();
    List<Integer> sizes = options.numbers("of");
    for (int user = 0; user < sizes.size(); user++) {
      owners.addAll(Collections.nCopies(sizes.get(user), user));
    }
    while (owners.size() < vectors) {
      owners.add(sizes.size() + owners.size() % OTHERS);
    }
    Collections.shuffle(owners, random);
    try (PreparedStatement rows = database.prepareStatement(ROW)) {
      for (int i = 0; i < owners.size(); i++) {
        rows.setString(1, "m" + i);
        rows.setString(2, Permissions.user(owners.get(i)).id());
        rows.setString(3, MODEL);
        rows.setBytes(4, Vectors.bytes(vector()));
        rows.addBatch();
        if (i % BATCH == BATCH - 1 || i == owners.size() - 1) {
          int[] _ = rows.executeBatch();
        }
      }
    }
    try (Statement statement = database.createStatement()) {
      statement.execute("VACUUM ANALYZE memwarden.item");
      statement.execute("VACUUM ANALYZE memwarden.item_vector");
    }
    System.err.printf("%d vectors%n", owners.size());
  }

  private Embedding vector() {
    return new Embedding(MODEL, around(centers[random.nextInt(CLUSTERS)], 0.7));
  }

  private float[] around(float[] center, double spread) {
    float[] vector = center.clone();
    for (int i = 0; i < vector.length; i++) {
      vector[i] += (float) (spread * random.nextGaussian());
    }
    return vector;
  }
}
