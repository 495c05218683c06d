package dev.memwarden.stores.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Reach;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.memory.Kind;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.embedded.Opened;
import dev.memwarden.stores.embedded.RawSql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How SQLite goes about what happens most often: never through all that an owner has.
final class QueryPlanTest {
  private static final Reach ALICES = Reach.of(Box.ofUser(Proofs.TENANT, "alice"));

  @TempDir Path folder;

  @BeforeEach
  void a_database_is_there() {
    try (Stores stores = Opened.in(folder)) {
      assertThat(stores.memories()).isNotNull();
    }
  }

  private List<String> plan(Sql sql) throws SQLException {
    return RawSql.list(folder, Sql.of("EXPLAIN QUERY PLAN").then(sql), "detail");
  }

  @Test
  void a_duplicate_is_looked_up_by_its_hash() throws SQLException {
    assertThat(plan(Items.saying(Place.ofUser(Proofs.TENANT, "alice"), "hash")))
        .first()
        .asString()
        .contains("INDEX item_hash (hash=? ");
  }

  @Test
  void what_an_owner_has_is_counted_in_an_index() throws SQLException {
    assertThat(plan(Items.count(new Owner(Proofs.TENANT, "alice"), 10)))
        .anySatisfy(step -> assertThat(step).contains("COVERING INDEX").contains("user=?"));
  }

  @Test
  void an_id_of_a_user_is_looked_up() throws SQLException {
    Sql sql =
        Sql.of("SELECT * FROM item WHERE id = ? AND", "m1")
            .then(Items.within(ALICES, Kind.MEMORY))
            .then("LIMIT 2");

    assertThat(plan(sql)).first().asString().contains("kind=? AND id=?");
  }

  @Test
  void a_page_of_what_a_tenant_administers_comes_without_sorting() throws SQLException {
    Reach reach = Reach.of(Box.ofTenant(Proofs.TENANT));
    Slice<String> ids = Slice.<String>first(10).beyond("last");
    Slice<Principal> names = Slice.<Principal>first(10).beyond(Proofs.user("last"));

    assertThat(plan(SqlKeys.list(reach, ids)))
        .noneMatch(step -> step.contains("TEMP B-TREE"))
        .first()
        .asString()
        .contains("INDEX api_key_tenant (tenant=? AND seq>?)");
    assertThat(plan(SqlFamilies.list(reach, Proofs.NOON, ids)))
        .noneMatch(step -> step.contains("TEMP B-TREE"))
        .first()
        .asString()
        .contains("INDEX token_family_tenant (tenant=? AND seq>?)");
    assertThat(plan(SqlUsers.list(reach, names)))
        .noneMatch(step -> step.contains("TEMP B-TREE"))
        .first()
        .asString()
        .contains("(tenant=? AND (kind,id)>(?,?))");
  }

  @Test
  void a_page_of_an_owner_comes_without_sorting() throws SQLException {
    Sql sql =
        Sql.of("SELECT * FROM item WHERE")
            .then(Items.within(ALICES, Kind.MEMORY))
            .then("ORDER BY row DESC LIMIT 10");

    assertThat(plan(sql)).hasSize(1).first().asString().contains("INDEX item_owner");
  }
}
