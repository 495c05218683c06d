package dev.memwarden.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Reach;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.handshake.Family;
import dev.memwarden.auth.key.KeyHash;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.token.RefreshToken;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.memory.Relation;
import dev.memwarden.stores.Drafts;
import dev.memwarden.stores.HashingEmbedder;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.sql.Access;
import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Statements that forgot where they may reach, run as the program would run them: the database
/// keeps them inside one tenant all the same.
final class SecondFenceTest {
  private static final String OURS = "ours";
  private static final String THEIRS = "theirs";

  /// What no tenant owns: numbers, configuration, and ids that are told to nobody.
  private static final Set<String> WITHOUT_TENANT =
      Set.of(
          "audit_anchor",
          "auth_change",
          "auth_clock",
          "grave",
          "meta",
          "policy_version",
          "schema_version",
          "signing_key");

  @RegisterExtension final TestDatabase database = new TestDatabase();
  private PostgresDatabase opened;

  @BeforeEach
  void two_tenants_have_something_in_every_table() {
    try (Stores stores = database.open()) {
      fill(stores, OURS);
      fill(stores, THEIRS);
    }
    opened = PostgresStores.database(database.address(), Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    opened.close();
  }

  private static void fill(Stores stores, String tenant) {
    Principal alice = new Principal(Principal.Kind.USER, tenant, "alice");
    Place place = Place.ofUser(tenant, "alice");
    Allow its = Proofs.of(alice, Action.MEMORY_READ, Action.MEMORY_WRITE, Action.MEMORY_DELETE);
    Allow admins = Proofs.of(Proofs.admin(tenant), Action.KEYS_MANAGE, Action.USERS_MANAGE);
    Draft draft =
        Draft.of(Kind.MEMORY, "m", place, "secret of " + tenant)
            .withEmbedding(new HashingEmbedder().embedQuery("secret"))
            .withRelations(List.of(new Relation("alice", "is_of", tenant)));
    assertThat(Drafts.put(stores, its, draft, draft.withMetadata("{\"a\":1}"))).hasSize(2);
    assertThat(Drafts.put(stores, its, Drafts.draft("gone", place, "gone"))).hasSize(1);
    assertThat(stores.memories().delete(its, Kind.MEMORY, "gone", Proofs.NOON)).isTrue();
    assertThat(
            stores
                .entities()
                .create(
                    its,
                    new NewEntity(
                        EntityKind.PROFILE,
                        "p",
                        place,
                        "{}",
                        Optional.of(Proofs.NOON.plusSeconds(9))),
                    List.of(new JobRequest("greet", "p"))))
        .isPresent();
    assertThat(
            stores
                .keys()
                .insert(
                    admins,
                    new KeyRecord(
                        "key of " + tenant,
                        alice,
                        Optional.empty(),
                        Optional.empty(),
                        Ceiling.of(Action.ALL, Box.EVERYWHERE),
                        KeyHash.of(Secret.of("text of " + tenant)),
                        Proofs.NOON,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())))
        .isTrue();
    Family family =
        new Family(
            "family of " + tenant,
            "client",
            alice,
            Action.ALL,
            Box.EVERYWHERE,
            Proofs.NOON,
            Proofs.NOON.plusSeconds(60),
            Optional.empty());
    long _ =
        stores
            .families()
            .open(
                family,
                new RefreshToken(
                    family.id(), 1, "client", "k1", Proofs.NOON, Proofs.NOON.plusSeconds(60)));
    assertThat(stores.families().endAllOf(admins, alice, Proofs.NOON)).isTrue();
  }

  private List<String> tablesOf(String condition) throws SQLException {
    try (Connection connection = database.connect()) {
      return Sql.of(
              "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r'"
                  + " AND c.relnamespace = 'memwarden'::regnamespace AND "
                  + condition
                  + " ORDER BY c.relname")
          .list(connection, row -> row.getString(1));
    }
  }

  private static final String HAS_TENANT =
      "EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid"
          + " AND a.attname IN ('tenant', 'held_by'))";

  /// What says of a row whose it is.
  private static String owner(String table) {
    return Set.of("item_vector", "item_words", "item_version").contains(table)
        ? "held_by"
        : "tenant";
  }

  @Test
  void every_table_that_somebody_owns_has_the_fence() throws SQLException {
    assertThat(new TreeSet<>(tablesOf("NOT c.relrowsecurity")))
        .isEqualTo(new TreeSet<>(WITHOUT_TENANT));
    assertThat(tablesOf(HAS_TENANT + " AND NOT c.relrowsecurity")).isEmpty();
    assertThat(tablesOf(HAS_TENANT)).hasSize(13);
  }

  private List<String> tenants(Role role, String tenant, String table) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      new Entry(role, tenant, List.of()).into(connection);
      return Sql.of("SELECT DISTINCT " + owner(table) + " FROM " + table + " ORDER BY 1")
          .list(connection, row -> row.getString(1));
    }
  }

  private boolean mayRead(Role role, String table) throws SQLException {
    try (Connection connection = database.connect()) {
      return Sql.of(
                  "SELECT count(*) WHERE has_table_privilege(?::NAME, ?::TEXT, 'SELECT')",
                  role.sqlName(),
                  "memwarden." + table)
              .number(connection)
          == 1;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OURS, THEIRS, "", "nobodys", "*", "%"})
  void a_query_without_any_condition_shows_one_tenant(String tenant) throws SQLException {
    int looked = 0;
    for (Role role : List.of(Role.MEMORY, Role.AUTHORITY)) {
      for (String table : tablesOf(HAS_TENANT)) {
        if (mayRead(role, table)) {
          looked++;
          assertThat(tenants(role, tenant, table))
              .as(role + " in " + table)
              .isEqualTo(Set.of(OURS, THEIRS).contains(tenant) ? List.of(tenant) : List.of());
        }
      }
    }
    assertThat(looked).isEqualTo(14);
  }

  @Test
  void what_judges_credentials_reads_no_memory_and_upkeep_reads_no_text() throws SQLException {
    for (String table :
        List.of("item", "item_version", "item_vector", "relation", "entity", "job")) {
      assertThat(mayRead(Role.CREDENTIALS, table)).as(table).isFalse();
    }
    assertThat(tenants(Role.CREDENTIALS, "", "api_key")).containsExactly(OURS, THEIRS);
    for (String table : tablesOf("true")) {
      assertThat(mayRead(Role.UPKEEP, table)).as(table).isEqualTo(table.equals("job"));
      assertThat(mayRead(Role.MEMORY, table))
          .as(table)
          .isEqualTo(
              Set.of(
                      "item",
                      "item_vector",
                      "item_words",
                      "item_version",
                      "relation",
                      "entity",
                      "job")
                  .contains(table));
    }
    assertThatThrownBy(() ->
            opened.upkeep().read(Sql.of("SELECT count(*) FROM item WHERE text <> ''")::number))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM item",
        "DELETE FROM relation",
        "DELETE FROM entity",
        "DELETE FROM job",
        "UPDATE item SET text = ''",
        "UPDATE item_version SET text = ''",
        "UPDATE item_vector SET model = ''",
        "UPDATE entity SET body = ''"
      })
  void a_change_without_any_condition_changes_one_tenant(String sql) throws SQLException {
    Reach ours = Reach.of(Box.ofUser(OURS, "alice"));
    String table = sql.split(" ")[1].equals("FROM") ? sql.split(" ")[2] : sql.split(" ")[1];
    List<String> before = rows(table);

    int changed = opened.memory(ours).write(connection -> Sql.of(sql).run(connection));
    assertThat(changed).isPositive();

    assertThat(rows(table)).isEqualTo(before).isNotEmpty();
  }

  /// All that they have in a table, by somebody whom no fence holds.
  private List<String> rows(String table) throws SQLException {
    try (Connection connection = database.connect()) {
      return Sql.of(
              "SELECT t::TEXT FROM " + table + " t WHERE " + owner(table) + " = ? ORDER BY 1",
              THEIRS)
          .list(connection, row -> row.getString(1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE item SET tenant = 'theirs'",
        "UPDATE relation SET tenant = 'theirs'",
        "UPDATE item_vector SET held_by = 'theirs'",
        "INSERT INTO tombstone SELECT row, kind, id, 'theirs', \"user\", agent, session, label, 0,"
            + " '', '' FROM item"
      })
  void nothing_is_written_into_another_tenant(String sql) {
    Reach ours = Reach.of(Box.ofUser(OURS, "alice"));

    assertThatThrownBy(() -> opened.memory(ours).write(connection -> Sql.of(sql).run(connection)))
        .isInstanceOf(StoreUnavailableException.class)
        .cause()
        .hasMessageContaining("row-level security");
  }

  @Test
  void a_transaction_that_nobody_began_as_it_must_sees_nothing() throws SQLException {
    try (Connection connection = opened.unentered()) {
      for (String table : List.of("item", "relation", "entity", "job")) {
        assertThat(Sql.of("SELECT count(*) FROM " + table).number(connection)).as(table).isZero();
      }
      assertThatThrownBy(() -> Sql.of("SELECT count(*) FROM api_key").number(connection))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void the_tenant_of_one_transaction_is_not_that_of_the_next() throws SQLException {
    Reach ours = Reach.of(Box.ofUser(OURS, "alice"));
    assertThat(opened.memory(ours).read(Sql.of("SELECT count(*) FROM item")::number)).isOne();

    try (Connection connection = opened.unentered()) {
      assertThat(Sql.of("SELECT count(*) FROM item").number(connection)).isZero();
    }
  }

  @Test
  void the_audit_log_is_shown_to_one_tenant_and_checked_whole() {
    Sql sql = Sql.of("SELECT DISTINCT tenant FROM audit ORDER BY 1");

    assertThat(tenants(opened.audit(OURS), sql)).containsExactly(OURS);
    assertThat(tenants(opened.audit(THEIRS), sql)).containsExactly(THEIRS);
    assertThat(tenants(opened.audit("nobodys"), sql)).isEmpty();
    assertThat(tenants(opened.audit(), sql)).containsExactly(OURS, THEIRS);
  }

  @Test
  void whoever_changes_authority_sees_links_of_the_audit_log_and_no_entries() {
    assertThat(opened.authority(OURS).read(Sql.of("SELECT max(seq) FROM audit")::number))
        .isPositive();
    for (Access access : List.of(opened.authority(OURS), opened.credentials())) {
      assertThatThrownBy(() -> tenants(access, Sql.of("SELECT tenant FROM audit")))
          .isInstanceOf(StoreUnavailableException.class)
          .cause()
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void one_tenant_cannot_change_how_another_stands() {
    String sql = "INSERT INTO tenant VALUES ('theirs', 'DISABLED', 0, 0)";

    assertThatThrownBy(
            () -> opened.authority(OURS).write(connection -> Sql.of(sql).run(connection)))
        .isInstanceOf(StoreUnavailableException.class)
        .cause()
        .hasMessageContaining("row-level security");
  }

  private static List<String> tenants(Access access, Sql sql) {
    return access.read(connection -> sql.list(connection, row -> row.getString(1)));
  }

  @Test
  void nobody_takes_back_what_was_written_into_the_log_of_changes() {
    for (String sql :
        List.of(
            "DELETE FROM auth_change",
            "UPDATE auth_change SET kind = ''",
            "DELETE FROM audit",
            "UPDATE audit SET outcome = 'done'")) {
      assertThatThrownBy(
              () -> opened.authority(OURS).write(connection -> Sql.of(sql).run(connection)))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }
}
