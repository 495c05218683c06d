package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Attacks 7.1 and 7.4 on a folder: its database is there, and takes nothing. What may not go
/// unrecorded does not happen, and once there is room everything is as it was.
class FolderTroubleTest {
  private static final String MEMORY = "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";

  @TempDir Path folder;

  private TokenServer server;
  private String key;

  @BeforeEach
  void serve() {
    server =
        new TokenServer(
            folder, Map.of("MEMWARDEN_AUDIT_MODE", "fail-closed"), InstantSource.system());
    key = server.key("alice", Json.object());
    assertThat(write("before").status()).isEqualTo(200);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Reply write(String text) {
    return server.answer("POST /memories", MEMORY.formatted(text), "X-API-Key: " + key);
  }

  private Reply memories() {
    return server.answer("GET /memories/alice", "", "X-API-Key: " + key);
  }

  /// Behind the server's back.
  private void run(String sql) throws SQLException {
    Path file = folder.resolve("memwarden-data").resolve("memwarden.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Lets nothing be added to a table, as a disk that is full would have it.
  private void fill(String table) throws SQLException {
    run(
        "CREATE TRIGGER no_room BEFORE INSERT ON "
            + table
            + " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
  }

  private static void saysNothing(Reply reply) {
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isPresent();
    assertThat(TokenServer.text(reply))
        .doesNotContainIgnoringCase("sql")
        .doesNotContain("disk")
        .doesNotContainIgnoringCase("exception");
  }

  private void everythingIsAsItWas() throws SQLException {
    run("DROP TRIGGER no_room");
    Patience.await(() -> memories().status() == 200);
    assertThat(TokenServer.text(memories())).contains("before").doesNotContain("lost");
    assertThat(write("after").status()).isEqualTo(200);
    assertThat(TokenServer.text(memories())).contains("after");
  }

  @Test
  void one_in_which_the_audit_log_has_no_room() throws SQLException {
    fill("audit");

    saysNothing(memories());
    saysNothing(write("lost"));
    String revoke = "/admin/v1/keys/" + key.substring(4, 20) + "/revoke";
    assertThatThrownBy(() -> server.administer(revoke, Json.object()))
        .isInstanceOf(StoreUnavailableException.class);

    everythingIsAsItWas();
  }

  @ParameterizedTest
  @ValueSource(strings = {"item", "item_vector", "index_log"})
  void one_in_which_memories_have_no_room(String table) throws SQLException {
    fill(table);

    saysNothing(write("lost"));
    assertThat(memories().status()).isEqualTo(200);

    everythingIsAsItWas();
  }
}
