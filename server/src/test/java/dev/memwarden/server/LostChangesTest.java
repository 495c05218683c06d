package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.key.AuthorityWatch;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A database takes over from another one and lacks the last changes, whose numbers others get. A
/// server that had seen the lost ones must follow what happens then. It finds out only when it
/// must, and believes what it remembers for ever: its time stands still. Attack 7.1.
class LostChangesTest {
  private static final String MASTER_KEY =
      MasterKeyRing.generate(new SecureRandom()).print().revealText();

  @TempDir Path folder;

  private PostgresPeer database;
  private TokenServer one;
  private TokenServer other;
  private String key;

  @BeforeEach
  void open() throws SQLException, IOException {
    database = PostgresPeer.create();
    one = server("one");
    other = server("other");
    key = one.key("alice", Json.object());
    apply("forbid user:bob memory:read */*");
    apply("forbid user:carol memory:read */*");
    // It hears of all this after the first reading, and remembers from the second one on.
    assertThat(list()).startsWith("200 ");
    assertThat(list()).startsWith("200 ");
  }

  private TokenServer server(String name) throws IOException {
    return new TokenServer(
        Files.createDirectory(folder.resolve(name)),
        database.settings(MASTER_KEY),
        feed -> new AuthorityWatch(feed, () -> 0, Duration.ofDays(1)));
  }

  @AfterEach
  void close() throws SQLException {
    one.close();
    other.close();
    database.drop();
  }

  private void apply(String policy) {
    AdminReply applied =
        one.administer(Method.PUT, "/admin/v1/policy", Json.object().put("text", policy));
    assertThat(applied.isSuccess()).as(applied.detail()).isTrue();
  }

  /// Takes over without the last changes, which applied policies.
  private void takeOver(int lost) throws SQLException {
    database.execute(
        """
        DELETE FROM memwarden.auth_change
          WHERE seq > (SELECT seq FROM memwarden.auth_clock) - %1$d;
        UPDATE memwarden.auth_clock SET seq = seq - %1$d;
        DELETE FROM memwarden.policy_version
          WHERE version > (SELECT max(version) FROM memwarden.policy_version) - %1$d
        """
            .formatted(lost));
  }

  private String list() {
    return other.get("/memories/alice", key);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_key_that_is_revoked_then_is_refused(int lost) throws SQLException {
    takeOver(lost);

    NodesServedTest.revoke(one, key);

    assertThat(list()).startsWith("503 ");
    assertThat(list()).startsWith("401 ");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_policy_that_is_applied_then_is_followed(int lost) throws SQLException {
    takeOver(lost);

    apply("forbid user:alice memory:read */*");

    assertThat(list()).startsWith("503 ");
    assertThat(list()).startsWith("403 ");
    assertThat(one.get("/memories/alice", key)).startsWith("403 ");
  }

  @Test
  void nobody_is_kept_out_whom_nothing_concerns() throws SQLException {
    takeOver(2);

    assertThat(list()).startsWith("200 ");
    assertThat(list()).startsWith("200 ");
  }
}
