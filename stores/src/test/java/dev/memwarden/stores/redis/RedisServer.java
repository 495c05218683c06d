package dev.memwarden.stores.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.memwarden.stores.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/// A real Redis for one test: that of the `PATH`. Where there is none, such tests cannot be run;
/// before a change lands, there must be one.
final class RedisServer implements AutoCloseable {
  static final String PASSWORD = "sesame";

  private static final long PATIENCE_SECONDS = 30;

  private final Path program;
  private final Path folder;
  private final int port;
  private Process process;

  private RedisServer(Path program, Path folder, int port) throws IOException {
    this.program = program;
    this.folder = folder;
    this.port = port;
    this.process = run();
  }

  /// @param folder that it may use
  static RedisServer start(Path folder) throws IOException, InterruptedException {
    Optional<Path> program = Programs.find("redis-server");
    boolean required = Boolean.getBoolean("memwarden.ci");
    assumeTrue(required || program.isPresent(), "there is no redis-server");
    RedisServer server = new RedisServer(program.orElseThrow(), folder, freePort());
    server.awaitAnswer();
    return server;
  }

  /// Where it listens.
  RedisAddress address() {
    return RedisAddress.parse("redis://:" + PASSWORD + "@127.0.0.1:" + port + "/0");
  }

  /// A connection to prepare or look at what is there.
  Jedis client() {
    return new Jedis(
        new HostAndPort("127.0.0.1", port),
        DefaultJedisClientConfig.builder().password(PASSWORD).build());
  }

  /// Ends it, and all that it held.
  void stop() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Redis does not end");
    }
  }

  /// Starts it again at the same place, empty.
  void restart() throws IOException, InterruptedException {
    process = run();
    awaitAnswer();
  }

  private Process run() throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port)));
    command.addAll(List.of("--dir", folder.toString(), "--save", "", "--appendonly", "no"));
    command.addAll(List.of("--requirepass", PASSWORD));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("redis.log").toFile())
        .start();
  }

  private void awaitAnswer() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("Redis does not start");
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  private boolean answers() {
    try (Jedis client = client()) {
      return client.ping().equals("PONG");
    } catch (JedisConnectionException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
