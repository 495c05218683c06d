package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.admin.ControlClient;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Three servers on one database, of which a part is taken away. Attacks 3.8, 7.1, 7.2 and 7.6.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class NodesIT {
  private static final int NODES = 3;
  private static final int MEMORIES = 20;

  /// How long what is remembered may count, as the documents promise.
  private static final Duration BOUND = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final List<ServerProcess> nodes = new ArrayList<>();
  private EmbeddedPostgres database;
  private int port;

  @BeforeEach
  void three_servers() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    database = startDatabase();
    for (int i = 0; i < NODES; i++) {
      ServerProcess node = new ServerProcess(Files.createDirectory(folder.resolve("node" + i)));
      nodes.add(node);
      node.serve(settings());
    }
  }

  private EmbeddedPostgres startDatabase() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("database"))
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("API_KEYS", "{\"key-of-alice\":\"alice\"}");
    settings.put("MEMWARDEN_POSTGRES_URL", "postgresql://localhost:" + port + "/postgres");
    settings.put("MEMWARDEN_POSTGRES_USER", "postgres");
    settings.put("MEMWARDEN_POSTGRES_CONNECTIONS", "4");
    settings.put("MEMWARDEN_MASTER_KEY", "k1 " + "A".repeat(43));
    settings.put("MEMWARDEN_MAX_FAILURES", "1000000");
    return settings;
  }

  @AfterEach
  void stop() throws IOException {
    nodes.forEach(ServerProcess::close);
    database.close();
  }

  private static JsonNode ask(ServerProcess node, String path, JsonNode body) {
    ControlClient client = ControlClient.connect(node.data()).orElseThrow();
    AdminReply reply = client.ask(AdminRequest.of("default", Method.POST, path).with(body));
    assertThat(reply.isSuccess()).as(reply.detail()).isTrue();
    return reply.body();
  }

  private static void remember(ServerProcess node, String text)
      throws IOException, InterruptedException {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    assertThat(node.post("/memories", "key-of-alice", body)).startsWith("200 ");
  }

  private static String memories(ServerProcess node) throws IOException, InterruptedException {
    return node.get("/memories/alice?limit=100", "key-of-alice");
  }

  private static boolean letsIn(ServerProcess node, String key)
      throws IOException, InterruptedException {
    return node.get("/auth/whoami", key).startsWith("200 ");
  }

  /// Nothing that is asked after the bound may still be answered with yes.
  private static void refusesInTime(ServerProcess node, String key, long since)
      throws IOException, InterruptedException {
    boolean goesOn = true;
    while (goesOn) {
      long asked = System.nanoTime();
      goesOn = letsIn(node, key);
      if (goesOn) {
        assertThat(Duration.ofNanos(asked - since)).isLessThan(BOUND);
      }
    }
  }

  @Test
  void what_a_server_acknowledged_before_it_was_killed_holds_at_the_others()
      throws IOException, InterruptedException {
    ServerProcess killed = nodes.getFirst();
    List<ServerProcess> others = nodes.subList(1, NODES);
    JsonNode minted = ask(killed, "/admin/v1/keys", Json.object().put("user", "bob"));
    String key = minted.path("key").asString();
    for (ServerProcess node : nodes) {
      assertThat(letsIn(node, key)).isTrue();
    }
    for (int i = 0; i < MEMORIES; i++) {
      remember(killed, "thing number " + i + " of many");
    }
    JsonNode _ =
        ask(
            killed,
            "/admin/v1/keys/" + minted.path("id").asString() + "/revoke",
            Json.object().put("reason", "test"));
    long revoked = System.nanoTime();

    killed.server().destroyForcibly();

    for (ServerProcess node : others) {
      refusesInTime(node, key, revoked);
    }
    for (ServerProcess node : others) {
      String list = memories(node);
      for (int i = 0; i < MEMORIES; i++) {
        assertThat(list).contains("thing number " + i + " of many");
      }
      remember(node, "life goes on");
    }
    assertThat(killed.server().waitFor()).isEqualTo(128 + 9);
    killed.serve(settings());
    assertThat(letsIn(killed, key)).isFalse();
    assertThat(memories(killed)).contains("life goes on");
  }

  @Test
  void without_the_database_nobody_is_let_in_and_afterwards_everything_is_as_it_was()
      throws IOException, InterruptedException {
    JsonNode minted = ask(nodes.getFirst(), "/admin/v1/keys", Json.object().put("user", "bob"));
    String revokedKey = minted.path("key").asString();
    remember(nodes.getFirst(), "from before");
    JsonNode _ =
        ask(
            nodes.getFirst(),
            "/admin/v1/keys/" + minted.path("id").asString() + "/revoke",
            Json.object().put("reason", "test"));

    database.close();
    long stopped = System.nanoTime();
    for (ServerProcess node : nodes) {
      refusesInTime(node, "key-of-alice", stopped);
      assertThat(memories(node)).startsWith("503 ");
    }

    database = startDatabase();

    for (ServerProcess node : nodes) {
      long started = System.nanoTime();
      while (!memories(node).startsWith("200 ")) {
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(PATIENCE);
      }
      assertThat(memories(node)).contains("from before");
      assertThat(letsIn(node, revokedKey)).isFalse();
      remember(node, "from after");
    }
  }
}
