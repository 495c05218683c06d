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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Three servers on one database, of which parts are taken away.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
abstract class ThreeNodes {
  static final int NODES = 3;

  /// How long what is remembered may count, as the documents promise.
  private static final Duration BOUND = Duration.ofSeconds(1);

  static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  final List<ServerProcess> nodes = new ArrayList<>();
  EmbeddedPostgres database;
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

  EmbeddedPostgres startDatabase() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("database"))
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  /// What each of them is told.
  Map<String, String> settings() {
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

  static JsonNode ask(ServerProcess node, String path, JsonNode body) {
    ControlClient client = ControlClient.connect(node.data()).orElseThrow();
    AdminReply reply = client.ask(AdminRequest.of("default", Method.POST, path).with(body));
    assertThat(reply.isSuccess()).as(reply.detail()).isTrue();
    return reply.body();
  }

  /// A new key of bob: its `id`, and the `key` itself.
  static JsonNode mint(ServerProcess node) {
    return ask(node, "/admin/v1/keys", Json.object().put("user", "bob"));
  }

  static void revoke(ServerProcess node, JsonNode minted) {
    JsonNode _ =
        ask(
            node,
            "/admin/v1/keys/" + minted.path("id").asString() + "/revoke",
            Json.object().put("reason", "test"));
  }

  static void remember(ServerProcess node, String text) throws IOException, InterruptedException {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    assertThat(node.post("/memories", "key-of-alice", body)).startsWith("200 ");
  }

  static String memories(ServerProcess node) throws IOException, InterruptedException {
    return node.get("/memories/alice?limit=100", "key-of-alice");
  }

  static boolean letsIn(ServerProcess node, String key) throws IOException, InterruptedException {
    return node.get("/auth/whoami", key).startsWith("200 ");
  }

  /// Nothing that is asked after the bound may still be answered with yes.
  static void refusesInTime(ServerProcess node, String key, long since)
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
}
