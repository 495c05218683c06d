package dev.memwarden.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.MemoryIndex.Ranked;
import dev.memwarden.memory.Question;
import dev.memwarden.memory.Ranking;
import dev.memwarden.stores.Drafts;
import dev.memwarden.stores.HashingEmbedder;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.sql.Sql;
import dev.memwarden.stores.sql.Vectors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Search by pgvector in a real database, PGlite.
final class PgVectorTest {
  @RegisterExtension static final PgVectorDatabase DATABASE = new PgVectorDatabase();

  private static final Allow ALICES = Proofs.memoryOf("alice");
  private static final Reach ALICES_REACH = ALICES.reach(Action.MEMORY_READ);
  private static final int ALL = Integer.MAX_VALUE - 1;
  private static final int SEED = 20261127;

  private static final int OF_ALICE = 60;
  private static final int OF_OTHERS = 600;
  private static final int WANTED = 50;

  private static final Embedding QUESTION = vector(new Random(SEED), 1);

  /// Numbers around one direction, or around its opposite.
  private static Embedding vector(Random random, int side) {
    float[] vector = new float[HashingEmbedder.DIMENSIONS];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = side + (float) random.nextGaussian() / 2;
    }
    return new Embedding(HashingEmbedder.MODEL, vector);
  }

  /// Rows as they are stored, without what a search does not look at.
  private static void fill(String tenant, String user, int count, int side) throws SQLException {
    Random random = new Random(SEED + count);
    try (Connection connection = DATABASE.connect();
        PreparedStatement rows =
            connection.prepareStatement(
                "WITH new AS (INSERT INTO item (kind, id, tenant, \"user\", agent, session, label,"
                    + " text, metadata, attributes, hash, version, created_at, updated_at,"
                    + " principal, credential, stamp) VALUES ('memory', ?, ?, ?, '', '', '', '',"
                    + " '', '', '', 1, 0, 0, '', '', '') RETURNING row)"
                    + " INSERT INTO item_vector (row, held_by, model, vector)"
                    + " SELECT row, ?, ?, ? FROM new")) {
      connection.setAutoCommit(false);
      for (int i = 0; i < count; i++) {
        rows.setString(1, "m" + i);
        rows.setString(2, tenant);
        rows.setString(3, user);
        rows.setString(4, tenant);
        rows.setString(5, HashingEmbedder.MODEL);
        rows.setBytes(6, Vectors.bytes(vector(random, side)));
        rows.addBatch();
      }
      int[] _ = rows.executeBatch();
      connection.commit();
    }
  }

  private static List<Ranked> search(Stores stores, Allow allow) {
    return stores
        .index()
        .search(
            allow,
            new Question(
                "", Optional.of(QUESTION), Ranking.MEANING, Kind.MEMORY, Optional.empty(), WANTED));
  }

  private static VectorIndex index(Connection connection) throws SQLException {
    return VectorIndex.find(connection, HashingEmbedder.MODEL, HashingEmbedder.DIMENSIONS)
        .orElseThrow();
  }

  private static boolean isReady() throws SQLException {
    try (Connection connection = DATABASE.connect()) {
      return index(connection).isReady(connection);
    }
  }

  @Test
  void who_has_little_among_many_is_not_starved() throws SQLException {
    try (Stores _ = DATABASE.open(0)) {
      fill(Proofs.TENANT, "bob", OF_OTHERS, 1);
      fill("other", "alice", OF_ALICE, 1);
      fill(Proofs.TENANT, "alice", OF_ALICE, -1);
    }
    try (Connection connection = DATABASE.connect()) {
      connection.setAutoCommit(false);
      new Entry(Role.MEMORY, Proofs.TENANT, List.of()).into(connection);
      Sql nearest =
          index(connection)
              .nearest(connection, ALICES_REACH, Kind.MEMORY, QUESTION.vector(), WANTED);

      assertThat(nearest.list(connection, row -> row.getLong("row")))
          .as("all nearer ones are others'")
          .hasSize(WANTED)
          .allMatch(row -> row > OF_OTHERS + OF_ALICE);
      assertThat(explained(connection, nearest)).contains(index(connection).name());

      boolean _ =
          Sql.of("SELECT set_config('hnsw.iterative_scan', 'off', true)")
              .first(connection, _ -> true)
              .isPresent();
      assertThat(nearest.list(connection, row -> row.getLong("row")))
          .as("a scan that does not go on meets others' only")
          .isEmpty();
    }
  }

  @Test
  void the_graph_itself_shows_nothing_of_another_tenant() throws SQLException {
    try (Stores _ = DATABASE.open(0)) {
      fill("other", "alice", OF_OTHERS, 1);
      fill(Proofs.TENANT, "alice", OF_ALICE, -1);
    }
    try (Connection connection = DATABASE.connect()) {
      connection.setAutoCommit(false);
      new Entry(Role.MEMORY, Proofs.TENANT, List.of()).into(connection);
      VectorIndex index = index(connection);
      boolean _ =
          Sql.of(
                  "SELECT set_config('enable_sort', 'off', true),"
                      + " set_config('hnsw.iterative_scan', 'relaxed_order', true)")
              .first(connection, _ -> true)
              .isPresent();
      Sql withoutCondition =
          Sql.of(
              "SELECT row FROM item_vector WHERE "
                  + index.stored()
                  + " ORDER BY "
                  + index.direction()
                  + " OPERATOR(public.<=>) direction(?) LIMIT 1000",
              Vectors.bytes(QUESTION));

      assertThat(explained(connection, withoutCondition)).contains(index.name());
      assertThat(withoutCondition.list(connection, row -> row.getLong(1)))
          .hasSize(OF_ALICE)
          .allMatch(row -> row > OF_OTHERS);
    }
  }

  private static String explained(Connection connection, Sql sql) throws SQLException {
    return String.join(
        "\n",
        new Sql("EXPLAIN " + sql.text(), sql.parameters())
            .list(connection, row -> row.getString(1)));
  }

  @Test
  void a_scan_that_gives_up_is_not_the_last_word() throws SQLException {
    try (Stores stores = DATABASE.open(0)) {
      fill(Proofs.TENANT, "bob", OF_OTHERS, 1);
      fill(Proofs.TENANT, "alice", OF_ALICE, -1);
      DATABASE.run("SET hnsw.max_scan_tuples = 1");
      try {
        assertThat(search(stores, ALICES)).hasSize(WANTED);
      } finally {
        DATABASE.run("RESET hnsw.max_scan_tuples");
      }
    }
  }

  @Test
  void the_graph_finds_most_of_what_a_comparison_of_all_finds() throws SQLException {
    try (Stores _ = DATABASE.open(0)) {
      fill(Proofs.TENANT, "alice", OF_OTHERS, 1);
    }
    List<Ranked> exact;
    try (Stores stores = DATABASE.open(ALL)) {
      exact = search(stores, ALICES);
    }
    try (Stores stores = DATABASE.open(0)) {
      List<Ranked> found = search(stores, ALICES);

      assertThat(found).hasSize(WANTED);
      assertThat(found).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
      List<Ranked> both = new ArrayList<>(found);
      both.retainAll(exact);
      assertThat(both).as("the same rows with the same scores").hasSizeGreaterThan(WANTED * 8 / 10);
    }
  }

  @Test
  void what_was_stored_before_there_was_the_extension_is_found_by_it() throws SQLException {
    DATABASE.run("DROP EXTENSION vector");
    List<Ranked> before;
    try (Stores stores = DATABASE.open(0)) {
      fill(Proofs.TENANT, "alice", OF_ALICE, 1);
      before = search(stores, ALICES);
    }
    DATABASE.run("CREATE EXTENSION vector SCHEMA public");

    try (Stores stores = DATABASE.open(0)) {
      assertThat(search(stores, ALICES)).isEqualTo(before).hasSize(WANTED);
    }
    assertThat(isReady()).isTrue();
  }

  @Test
  void without_the_index_everything_is_compared() throws SQLException {
    try (Stores stores = DATABASE.open(0)) {
      fill(Proofs.TENANT, "alice", OF_ALICE, 1);
      List<Ranked> before = search(stores, ALICES);
      DATABASE.run("DROP EXTENSION vector CASCADE");

      assertThat(search(stores, ALICES)).isEqualTo(before).hasSize(WANTED);
      assertThat(
              Drafts.put(
                  stores, ALICES, Drafts.of("alice", "another", "what is written without it")))
          .hasSize(1);
    }
  }

  @Test
  void what_is_left_of_others_and_of_no_end_is_made_anew() throws SQLException {
    DATABASE.open(0).close();
    String name;
    try (Connection connection = DATABASE.connect()) {
      name = index(connection).name();
    }
    DATABASE.run(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'memwarden."
            + name
            + "'::regclass");
    DATABASE.run("CREATE INDEX item_vector_near_0123456789abcdef ON item_vector (row)");
    assertThat(isReady()).isFalse();

    DATABASE.open(0).close();

    assertThat(isReady()).isTrue();
    try (Connection connection = DATABASE.connect()) {
      assertThat(
              Sql.of("SELECT relname FROM pg_class WHERE relname LIKE 'item_vector_near_%'")
                  .list(connection, row -> row.getString(1)))
          .containsExactly(name);
    }
  }

  @Test
  void a_rebuild_makes_it_anew() throws SQLException {
    try (Stores stores = DATABASE.open(0)) {
      fill(Proofs.TENANT, "alice", OF_ALICE, 1);
      List<Ranked> before = search(stores, ALICES);
      List<Long> heard = new ArrayList<>();

      assertThat(stores.rebuild().run((done, total) -> heard.addAll(List.of(done, total))))
          .isEqualTo(OF_ALICE);

      assertThat(heard).endsWith((long) OF_ALICE, (long) OF_ALICE);
      assertThat(isReady()).isTrue();
      assertThat(search(stores, ALICES)).isEqualTo(before);
    }
  }

  @Test
  void an_extension_out_of_reach_is_not_used() throws SQLException {
    DATABASE.run("DROP EXTENSION vector");
    DATABASE.run("DROP SCHEMA IF EXISTS \"Its own\" CASCADE");
    DATABASE.run("CREATE SCHEMA \"Its own\"");
    DATABASE.run("CREATE EXTENSION vector SCHEMA \"Its own\"");
    DATABASE.open(0).close(); // makes the roles
    try (Connection connection = DATABASE.connect()) {
      assertThat(PgVector.find(connection, HashingEmbedder.DIMENSIONS)).isEmpty();
    }

    DATABASE.run("GRANT USAGE ON SCHEMA \"Its own\" TO " + Role.MEMORY.sqlName());

    try (Stores stores = DATABASE.open(0)) {
      fill(Proofs.TENANT, "alice", OF_ALICE, 1);
      assertThat(search(stores, ALICES)).hasSize(WANTED);
    }
    assertThat(isReady()).isTrue();
  }

  @Test
  void vectors_are_read_as_they_were_written() throws SQLException {
    float[] numbers = {
      0, -0f, 1, -1, 0.1f, -123.456f, Float.MIN_VALUE, Float.MIN_NORMAL, -Float.MAX_VALUE, 3e-39f
    };
    DATABASE.open(0).close();
    try (Connection connection = DATABASE.connect()) {
      String read =
          Sql.of(
                  "SELECT direction(?)::REAL[]::TEXT",
                  Vectors.bytes(Embedding.ofStored("m", numbers)))
              .first(connection, row -> row.getString(1))
              .orElseThrow();
      String[] texts = read.substring(1, read.length() - 1).split(",");
      assertThat(texts).hasSameSizeAs(numbers);
      for (int i = 0; i < numbers.length; i++) {
        assertThat(Float.parseFloat(texts[i]) + 0f).isEqualTo(numbers[i] + 0f);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.7.4, false",
    "0.8.0, true",
    "0.8.7, true",
    "0.10, true",
    "1.0.0, true",
    "0.8beta, false",
    "none, false",
  })
  void scans_go_on_since_version(String version, boolean iterative) {
    assertThat(new PgVector("public", version).isIterative()).isEqualTo(iterative);
  }

  @Test
  void more_dimensions_than_an_index_has_are_compared() throws SQLException {
    try (Connection connection = DATABASE.connect()) {
      DATABASE.open(0).close();
      assertThat(PgVector.find(connection, 2_000)).isPresent();
      assertThat(PgVector.find(connection, 2_001)).isEmpty();
    }
  }
}
