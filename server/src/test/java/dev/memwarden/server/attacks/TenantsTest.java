package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.attacks.Town.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Attack 5.5: the same user id in two tenants. They are two users, and nothing leads from one to
/// the other: no id, no wildcard of a policy, no service and no admin.
class TenantsTest {
  @TempDir Path folder;
  private Town town;
  private String foreign;

  @BeforeEach
  void start() throws IOException {
    town =
        new Town(folder, "permit * memory:* */*", "permit * chat *", "permit user:alice * acme/*");
    town.remember("alice", "own tea");
    foreign = town.remember("acme/alice", "foreign tea");
  }

  @AfterEach
  void stop() {
    town.close();
  }

  @Test
  void the_same_name_is_another_user() throws IOException {
    assertThat(town.seen(town.key("alice"), "alice")).containsExactly("own tea");
    assertThat(town.seen(town.key("acme/alice"), "alice")).containsExactly("foreign tea");
    assertThat(town.ask(town.key("alice"), "GET /stats/alice", "").body())
        .contains("\"total_memories\":1");
  }

  @ParameterizedTest
  @EnumSource(Principal.Kind.class)
  void nobody_reaches_over(Principal.Kind kind) throws IOException, SQLException {
    String key =
        town.mint(
            new Principal(kind, Principal.DEFAULT_TENANT, "alice"),
            Ceiling.of(
                kind == Principal.Kind.ADMIN ? Action.ALL : Action.MEMORY_AND_CHAT,
                Box.EVERYWHERE));

    assertThat(town.seen(key, "alice")).containsExactly("own tea");
    assertThat(town.ask(key, "DELETE /memories/" + foreign, "").status()).isEqualTo(404);
    String update = "{\"memory_id\":\"" + foreign + "\",\"data\":\"x\"}";
    assertThat(town.ask(key, "PUT /memories", update).status()).isEqualTo(404);
    assertThat(town.ask(key, "DELETE /memories/user/alice", "").status()).isEqualTo(200);
    assertThat(town.stored()).containsExactly("acme/alice// foreign tea");
  }

  @Test
  void a_tenant_cannot_be_named() throws IOException, SQLException {
    town.remember(town.key("alice"), "more tea", ",\"tenant\":\"acme\",\"tenant_id\":\"acme\"");
    Told told =
        town.ask(
            town.key("alice"),
            "GET /memories/alice?tenant=acme",
            "",
            "X-Tenant: acme",
            "X-Org-Id: acme");

    assertThat(told.body()).contains("own tea", "more tea").doesNotContain("foreign");
    assertThat(town.stored()).contains("default/alice// more tea");
    assertThat(town.ask(town.key("alice"), "GET /memories/acme%2Falice", "").status())
        .isEqualTo(400);
  }
}
