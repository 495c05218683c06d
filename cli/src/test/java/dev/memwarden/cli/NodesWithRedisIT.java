package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.memwarden.server.http.Json;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import tools.jackson.databind.JsonNode;

/// Three servers with a Redis beside the database. Where there is none on the `PATH` this cannot be
/// run; before a change lands, there must be one. Attacks 3.8, 7.2 and 7.8.
final class NodesWithRedisIT extends ThreeNodes {
  private static final int RATE = 50;

  @TempDir static Path redisFolder;
  private static int redisPort;
  private static Process redis;

  @BeforeAll
  static void startRedis() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      redisPort = free.getLocalPort();
    }
    runRedis();
  }

  @AfterAll
  static void stopRedis() {
    if (redis != null) {
      redis.destroyForcibly();
    }
  }

  private static void runRedis() throws IOException {
    Optional<Path> program =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "redis-server"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(
        Boolean.getBoolean("memwarden.ci") || program.isPresent(), "there is no redis-server");
    redis =
        new ProcessBuilder(
                program.orElseThrow().toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(redisPort),
                "--dir",
                redisFolder.toString(),
                "--save",
                "")
            .redirectErrorStream(true)
            .redirectOutput(redisFolder.resolve("log").toFile())
            .start();
    await(() -> {
      try (Jedis client = new Jedis("127.0.0.1", redisPort)) {
        return client.ping().equals("PONG");
      } catch (JedisConnectionException _) {
        return false;
      }
    });
  }

  private static void await(BooleanSupplier done) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Override
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(super.settings());
    settings.put("MEMWARDEN_REDIS_URL", "redis://127.0.0.1:" + redisPort);
    return settings;
  }

  @Test
  void they_share_rates_and_lose_nothing_when_first_the_redis_goes_and_then_one_of_them()
      throws IOException, InterruptedException {
    aRateHoldsForAllOfThem();

    redis.destroyForcibly();
    assertThat(redis.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    isRevokedInTime(nodes.getFirst(), nodes);
    remember(nodes.getFirst(), "from without");
    runRedis();
    isRevokedInTime(nodes.getFirst(), nodes);

    ServerProcess killed = nodes.getFirst();
    remember(killed, "from the last moment");
    killed.server().destroyForcibly();
    List<ServerProcess> others = nodes.subList(1, NODES);
    isRevokedInTime(others.getFirst(), others);
    for (ServerProcess node : others) {
      assertThat(memories(node)).contains("from without").contains("from the last moment");
    }
  }

  private static void isRevokedInTime(ServerProcess at, List<ServerProcess> all)
      throws IOException, InterruptedException {
    JsonNode minted = mint(at);
    String key = minted.path("key").asString();
    for (ServerProcess node : all) {
      assertThat(letsIn(node, key)).isTrue();
    }
    revoke(at, minted);
    long revoked = System.nanoTime();
    for (ServerProcess node : all) {
      refusesInTime(node, key, revoked);
    }
  }

  private void aRateHoldsForAllOfThem() throws IOException, InterruptedException {
    JsonNode wish = Json.object().put("user", "bob").put("rate_limit", RATE + "/d");
    String key = ask(nodes.getFirst(), "/admin/v1/keys", wish).path("key").asString();
    for (int i = 0; i < RATE; i++) {
      assertThat(letsIn(nodes.getFirst(), key)).isTrue();
    }
    assertThat(nodes.getFirst().get("/auth/whoami", key)).startsWith("429 ");
    await(() -> !counted().isEmpty());

    for (ServerProcess node : nodes.subList(1, NODES)) {
      int admitted = 0;
      Set<String> before = counted();
      while (letsIn(node, key)) {
        admitted++;
        Set<String> known = before;
        await(() -> !counted().equals(known)); // it has told, and hears
        before = counted();
      }
      assertThat(admitted).isLessThan(RATE / 2);
    }
  }

  private static Set<String> counted() {
    try (Jedis client = new Jedis("127.0.0.1", redisPort)) {
      return client.keys("memwarden:rate:*").stream().map(client::get).collect(Collectors.toSet());
    }
  }
}
