package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.key.AuthorityWatch;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Attack 7.5: alice ends what she shares with bob at one server, then writes there what he must
/// not see. He asks another server, which has not heard of it and believes what it remembers for
/// ever: its time stands still, and it asks nothing by itself.
class NewEnemyTest {
  private static final String MASTER_KEY =
      MasterKeyRing.generate(new SecureRandom()).print().revealText();
  private static final String SHARED =
      "permit user:bob memory:read,memory:write,chat default/alice";

  @TempDir Path folder;

  private PostgresPeer database;
  private TokenServer one;
  private TokenServer other;
  private String alice;
  private String bob;

  @BeforeEach
  void open() throws SQLException, IOException {
    database = PostgresPeer.create();
    one =
        new TokenServer(
            Files.createDirectory(folder.resolve("one")),
            database.settings(MASTER_KEY),
            InstantSource.system());
    apply(SHARED);
    alice = one.key("alice", Json.object());
    bob = one.key("bob", Json.object());
    other =
        new TokenServer(
            Files.createDirectory(folder.resolve("other")),
            database.settings(MASTER_KEY),
            feed -> new AuthorityWatch(feed, () -> 0, Duration.ofDays(1)));
  }

  @AfterEach
  void close() throws SQLException {
    one.close();
    other.close();
    database.drop();
  }

  private void apply(String text) {
    AdminReply applied =
        one.administer(Method.PUT, "/admin/v1/policy", Json.object().put("text", text));
    assertThat(applied.isSuccess()).as(applied.detail()).isTrue();
  }

  private void write(String text) {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}".formatted(text);
    assertThat(one.answer("POST /memories", body, "X-API-Key: " + alice).status()).isEqualTo(200);
  }

  private Reply ask(String line, String body) {
    return other.answer(line, body.replace('\'', '"'), "X-API-Key: " + bob);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /memories/alice             |
          POST /memories/search           | {'query':'I like tea','user_id':'alice'}
          POST /chat                      | {'message':'What tea do I like?','user_id':'alice'}
          POST /v1/long-term-memory/search | {'text':'tea','user_id':{'eq':'alice'}}
          """)
  void what_was_written_after_the_share_ended_is_not_shown(String line, String body) {
    String sent = body == null ? "" : body;
    write("I like tea");
    Reply before = ask(line, sent);
    assertThat(TokenServer.text(before)).startsWith("200 ").contains("I like tea");

    apply("permit user:carol memory:read default/alice");
    write("I like secret tea");

    assertThat(TokenServer.text(ask(line, sent))).startsWith("503 ").doesNotContain("secret");
    assertThat(TokenServer.text(ask(line, sent))).startsWith("403 ").doesNotContain("secret");
  }

  @Test
  void a_key_that_was_revoked_before_shows_nothing_either() {
    write("I like tea");
    assertThat(ask("GET /memories/alice", "").status()).isEqualTo(200);

    AdminReply revoked =
        one.administer("/admin/v1/keys/" + bob.substring(4, 20) + "/revoke", Json.object());
    assertThat(revoked.isSuccess()).isTrue();
    write("I like secret tea");

    assertThat(TokenServer.text(ask("GET /memories/alice", "")))
        .startsWith("503 ")
        .doesNotContain("secret");
    assertThat(ask("GET /memories/alice", "").status()).isEqualTo(401);
  }

  @Test
  void what_concerns_others_hinders_nobody() {
    write("I like tea");
    assertThat(ask("GET /memories/alice", "").status()).isEqualTo(200);

    apply(SHARED + "\nforbid user:carol memory:read */*");
    AdminReply disabled = one.administer(Method.POST, "/admin/v1/users/alice/disable");
    assertThat(disabled.isSuccess()).isTrue();

    assertThat(ask("GET /memories/alice", "").status()).isEqualTo(200);
  }
}
