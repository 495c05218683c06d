package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.Handshakes.Tokens;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of tokens that were good when they were given. Attacks 3.12, 3.13 and 7.7.
class RightsTakenAwayTest {
  @TempDir Path folder;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
  private TokenServer server;
  private Tokens tokens;

  @BeforeEach
  void open() {
    server = new TokenServer(folder, Map.of(), now::get);
    tokens = Handshakes.open(server, server.key("alice", Json.object()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void setClock(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }

  private String list(String token) {
    return server.get("/memories/alice", token);
  }

  @Test
  void what_the_policy_forbids_since_no_token_of_before_allows() {
    assertThat(list(tokens.access())).startsWith("200 ");

    AdminReply applied =
        server.administer(
            Method.PUT,
            "/admin/v1/policy",
            Json.object().put("text", "forbid user:alice memory:read */*"));
    assertThat(applied.isSuccess()).as(applied.detail()).isTrue();

    assertThat(list(tokens.access())).startsWith("403 ");
    Tokens next = Tokens.of(Handshakes.refresh(server, tokens.refresh()));
    assertThat(list(next.access())).startsWith("403 ");
  }

  /// Tombstones are forgotten when what they are of has ended by itself, by a clock that may be
  /// wrong.
  @ParameterizedTest
  @ValueSource(strings = {"token", "login"})
  void what_was_ended_stays_so_when_the_clock_goes_forward_and_back(String what) {
    AdminReply ended =
        what.equals("token")
            ? server.revoke(tokens.access())
            : server.administer("/admin/v1/logins/end", Json.object().put("user", "alice"));
    assertThat(ended.isSuccess()).as(ended.detail()).isTrue();

    setClock(Duration.ofHours(1));
    server.tend(now.get());
    // Whatever waits to be written is written before this.
    assertThat(server.key("bob", Json.object())).isNotEmpty();
    setClock(Duration.ofHours(-1));

    assertThat(list(tokens.access())).startsWith("401 ");
  }
}
