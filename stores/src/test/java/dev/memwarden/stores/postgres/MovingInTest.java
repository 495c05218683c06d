package dev.memwarden.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.AuditVerifier;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import dev.memwarden.auth.audit.Verification;
import dev.memwarden.auth.handshake.Family;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Tenant;
import dev.memwarden.auth.token.RefreshToken;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.memory.Question;
import dev.memwarden.memory.Ranking;
import dev.memwarden.memory.Relation;
import dev.memwarden.stores.Drafts;
import dev.memwarden.stores.HashingEmbedder;
import dev.memwarden.stores.Keys;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.embedded.Folder;
import dev.memwarden.stores.embedded.Opened;
import dev.memwarden.stores.embedded.StoreMovedException;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A folder that moves into a database: all of it, whatever comes between, and never served from
/// both.
final class MovingInTest {
  /// More than what is copied at once.
  private static final int ENTRIES = 2_500;

  private static final Principal ALICE = new Principal(Principal.Kind.USER, Proofs.TENANT, "alice");
  private static final Allow ALICES = Proofs.memoryOf("alice");
  private static final Allow ADMINS =
      Proofs.of(Proofs.admin(), Action.KEYS_MANAGE, Action.USERS_MANAGE, Action.AUDIT_READ);

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;

  private MasterKeyRing ring;

  /// Stops a move from outside.
  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void a_folder_has_something_in_every_table() throws IOException {
    try (Stores stores = Opened.in(folder)) {
      fill(stores);
    }
    ring = MasterKeyRing.parse(Secret.of(Files.readString(folder.resolve("master.key"))));
  }

  private static void fill(Stores stores) {
    Place place = Place.ofUser(Proofs.TENANT, "alice");
    Draft draft =
        Draft.of(Kind.MEMORY, "m", place, "green tea")
            .withEmbedding(new HashingEmbedder().embedQuery("green tea"))
            .withRelations(List.of(new Relation("alice", "likes", "tea")));
    assertThat(Drafts.put(stores, ALICES, draft, draft.withMetadata("{\"a\":1}"))).hasSize(2);
    assertThat(Drafts.put(stores, ALICES, Drafts.draft("gone", place, "gone"))).hasSize(1);
    assertThat(stores.memories().delete(ALICES, Kind.MEMORY, "gone", Proofs.NOON)).isTrue();
    NewEntity profile =
        new NewEntity(
            EntityKind.PROFILE, "p", place, "{}", Optional.of(Proofs.NOON.plusSeconds(9)));
    assertThat(stores.entities().create(ALICES, profile, List.of(new JobRequest("greet", "p"))))
        .isPresent();
    assertThat(stores.keys().insert(ADMINS, Keys.of("stays", ALICE))).isTrue();
    assertThat(stores.keys().insert(ADMINS, Keys.of("revoked", ALICE))).isTrue();
    KeyRecord.Revocation revocation = new KeyRecord.Revocation(Proofs.NOON, "lost");
    assertThat(stores.keys().revoke(ADMINS, "revoked", revocation)).isPresent();
    Family family =
        new Family(
            "family",
            "client",
            ALICE,
            Action.ALL,
            Box.EVERYWHERE,
            Proofs.NOON,
            Proofs.NOON.plusSeconds(60),
            Optional.empty());
    RefreshToken first =
        new RefreshToken("family", 1, "client", "k1", Proofs.NOON, Proofs.NOON.plusSeconds(60));
    assertThat(stores.families().open(family, first)).isPositive();
    assertThat(stores.families().endAllOf(ADMINS, ALICE, Proofs.NOON)).isTrue();
    assertThat(stores.policies().apply(ADMINS, "", Proofs.NOON).version()).isOne();
    for (Tenant.Status status : List.of(Tenant.Status.DISABLED, Tenant.Status.ACTIVE)) {
      assertThat(stores.tenants().changeStatus(ADMINS, status, Proofs.NOON)).isPresent();
    }
    stores.audit().append(IntStream.range(0, ENTRIES).mapToObj(MovingInTest::event).toList());
    assertThat(stores.audit().prune(Proofs.NOON.plusSeconds(1), ENTRIES, 10, Proofs.NOON))
        .isPositive();
  }

  private static AuditEvent event(int second) {
    return new AuditEvent(
        Proofs.NOON.plusSeconds(second),
        AuditEvent.Kind.ACCESS,
        new Actor(Proofs.TENANT, "user:alice", "api_key", "k"),
        Deed.to("memory:read", "default/alice"),
        Ending.allowed("200"),
        new Correlation("r-" + second, "192.0.2.1", "GET /memories"));
  }

  private long move() {
    return move(IndexProgress.UNSEEN, IndexProgress.UNSEEN);
  }

  private long move(IndexProgress copying, IndexProgress checking) {
    return move(database.address(), copying, checking);
  }

  private long move(PostgresAddress address, IndexProgress copying, IndexProgress checking) {
    try (Folder held = Folder.open(folder)) {
      return MovingIn.run(held, ring, address, Proofs.CLOCK, copying, checking);
    }
  }

  private Stores openDatabase() {
    return database.open(ring, Proofs.CLOCK);
  }

  private static IndexProgress stopsAt(long rows) {
    return (done, _) -> {
      if (done >= rows) {
        throw new StoppedException();
      }
    };
  }

  private List<String> tables() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("memwarden.db"))) {
      return Sql.of("SELECT name FROM sqlite_schema WHERE type = 'table'")
          .list(connection, row -> row.getString(1));
    }
  }

  @Test
  void every_table_moves_or_is_known_to_stay() throws SQLException {
    assertThat(tables())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(MovingIn.TABLES.stream(), MovingIn.STAYING.stream()).toList());
  }

  @Test
  void everything_is_there_as_it_was() throws SQLException {
    long rows = move();

    assertThat(rows).isGreaterThan(ENTRIES);
    for (String table : MovingIn.TABLES) {
      if (!table.equals("signing_key") && !table.equals("grave")) {
        assertThat(database.number("SELECT count(*) FROM " + table)).as(table).isPositive();
      }
    }
    try (Stores stores = openDatabase()) {
      assertThat(stores.memories().find(ALICES, Kind.MEMORY, "m"))
          .hasValueSatisfying(memory -> assertThat(memory.text()).isEqualTo("green tea"));
      assertThat(stores.memories().history(ALICES, Kind.MEMORY, "m")).isNotEmpty();
      assertThat(stores.memories().relations(ALICES, 10)).hasSize(1);
      for (Ranking ranking : Ranking.values()) {
        Question question =
            new Question(
                "tea",
                Optional.of(new HashingEmbedder().embedQuery("tea")),
                ranking,
                Kind.MEMORY,
                Optional.empty(),
                10);
        assertThat(stores.index().search(ALICES, question)).as(ranking.name()).hasSize(1);
      }
      assertThat(stores.policies().current()).isPresent();
      assertThat(
              new AuditVerifier(stores.audit(), new AuditChain(ring), Proofs.CLOCK)
                  .verify(Optional.empty()))
          .isInstanceOf(Verification.Intact.class);
    }
  }

  @Test
  void what_was_revoked_stays_revoked() {
    long _ = move();

    try (Stores stores = openDatabase()) {
      assertThat(stores.keys().find("stays").orElseThrow().key().revocation()).isEmpty();
      assertThat(stores.keys().find("revoked").orElseThrow().key().revocation()).isPresent();
    }
  }

  @Test
  void what_is_new_gets_the_next_numbers() throws SQLException {
    long last = count("SELECT max(seq) FROM auth_change");
    long row = count("SELECT seq FROM sqlite_sequence WHERE name = 'item'");
    long _ = move();

    try (Stores stores = openDatabase()) {
      Place place = Place.ofUser(Proofs.TENANT, "alice");
      assertThat(Drafts.put(stores, ALICES, Drafts.draft("new", place, "new"))).hasSize(1);
      assertThat(stores.keys().insert(ADMINS, Keys.of("new", ALICE))).isTrue();
    }

    assertThat(database.number("SELECT max(seq) FROM auth_change")).isEqualTo(last + 1);
    assertThat(database.number("SELECT max(row) FROM item")).isEqualTo(row + 1);
  }

  private long count(String sql) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("memwarden.db"))) {
      return Sql.of(sql).number(connection);
    }
  }

  @Test
  void the_folder_is_not_served_any_more() {
    long _ = move();

    assertThatThrownBy(() -> Opened.in(folder))
        .isInstanceOf(StoreMovedException.class)
        .hasMessageContaining(database.address().toString());
    assertThatThrownBy(this::move)
        .isInstanceOf(UnsuitableDatabaseException.class)
        .hasMessageContaining("already");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 1_000, 2_000, 2_500})
  void a_move_that_was_stopped_goes_on(long rows) {
    assertThatThrownBy(() -> move(stopsAt(rows), IndexProgress.UNSEEN))
        .isInstanceOf(StoppedException.class);
    assertThatThrownBy(this::openDatabase)
        .isInstanceOf(UnsuitableDatabaseException.class)
        .hasMessageContaining("migrate");

    assertThat(move()).isGreaterThan(ENTRIES);

    try (Stores stores = openDatabase()) {
      assertThat(stores.memories().find(ALICES, Kind.MEMORY, "m")).isPresent();
    }
  }

  @Test
  void a_database_that_is_at_it_for_long_is_waited_for() throws SQLException {
    int _ =
        database.run(
            """
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_sleep(6); RETURN NULL; END $$;
            CREATE TRIGGER slow BEFORE INSERT ON item_words EXECUTE FUNCTION slow();
            """);
    PostgresAddress hasty =
        new PostgresAddress(
            database.address().url() + "?socketTimeout=5", Cluster.LOGIN, Optional.empty(), 2);

    assertThat(move(hasty, IndexProgress.UNSEEN, IndexProgress.UNSEEN)).isGreaterThan(ENTRIES);
  }

  @Test
  void words_arrive_part_by_part_and_go_on_where_they_were_stopped() throws SQLException {
    try (Stores stores = Opened.in(folder)) {
      Place place = Place.ofUser(Proofs.TENANT, "alice");
      Draft[] more =
          IntStream.range(1, MovedTable.BATCH + 500)
              .mapToObj(i -> Drafts.draft("m" + i, place, "tea of the year " + i))
              .toArray(Draft[]::new);
      assertThat(Drafts.put(stores, ALICES, more)).hasSize(more.length);
    }
    IndexProgress stopping =
        (done, all) -> {
          if (done == all - 500) {
            throw new StoppedException();
          }
        };
    assertThatThrownBy(() -> move(stopping, IndexProgress.UNSEEN))
        .isInstanceOf(StoppedException.class);
    assertThat(database.number("SELECT count(*) FROM item_words")).isEqualTo(MovedTable.BATCH);

    long _ = move();

    assertThat(database.number("SELECT count(*) FROM item_words"))
        .isEqualTo(database.number("SELECT count(*) FROM item"))
        .isEqualTo(MovedTable.BATCH + 500);
    assertThat(database.number("SELECT count(*) FROM item_words WHERE held_by <> 'default'"))
        .isZero();
  }

  @Test
  void a_move_that_was_stopped_while_it_was_checked_goes_on() {
    assertThatThrownBy(() -> move(IndexProgress.UNSEEN, stopsAt(1_000)))
        .isInstanceOf(StoppedException.class);
    assertThatThrownBy(this::openDatabase).isInstanceOf(UnsuitableDatabaseException.class);
    try (Stores stores = Opened.in(folder)) {
      assertThat(stores.memories().find(ALICES, Kind.MEMORY, "m")).isPresent();
    }

    assertThat(move()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE item SET text = 'planted'",
        "UPDATE api_key SET revoked_at = NULL",
        "UPDATE api_key SET expires_at = 1 WHERE id = 'stays'",
        "DELETE FROM grave; DELETE FROM tombstone",
        "DELETE FROM audit WHERE seq = 2000",
        "INSERT INTO grave VALUES ('x', 1, 'x')",
        "UPDATE item_vector SET vector = '\\x00'"
      })
  void what_does_not_say_the_same_is_not_served(String sql) {
    IndexProgress planting =
        (done, all) -> {
          if (done == all) {
            plant(sql);
          }
        };

    assertThatThrownBy(() -> move(planting, IndexProgress.UNSEEN))
        .isInstanceOf(UnsuitableDatabaseException.class)
        .hasMessageContaining("do not say the same");

    assertThatThrownBy(this::openDatabase).isInstanceOf(UnsuitableDatabaseException.class);
    try (Stores stores = Opened.in(folder)) {
      assertThat(stores.memories().find(ALICES, Kind.MEMORY, "m")).isPresent();
    }
  }

  private void plant(String sql) {
    try {
      int _ = database.run(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_database_with_another_store_is_not_touched() throws SQLException {
    try (Stores stores = database.open()) {
      assertThat(stores.keys().isEmpty()).isTrue();
    }

    assertThatThrownBy(this::move)
        .isInstanceOf(UnsuitableDatabaseException.class)
        .hasMessageContaining("another store");

    assertThat(database.number("SELECT count(*) FROM item")).isZero();
    try (Stores stores = Opened.in(folder)) {
      assertThat(stores.keys().isEmpty()).isFalse();
    }
  }
}
