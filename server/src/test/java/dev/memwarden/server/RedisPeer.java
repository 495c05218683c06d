package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.memwarden.server.tls.CertificateFiles;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;

/// A real Redis: that of the `PATH`. Where there is none, tests with it cannot be run; before a
/// change lands, there must be one.
final class RedisPeer implements AutoCloseable {
  static final String PASSWORD = "sesame-4714";

  private final List<String> command;
  private final Path log;
  private final int port;
  private Process process;

  private RedisPeer(Path folder, int port, List<String> options)
      throws IOException, InterruptedException {
    this.port = port;
    this.log = folder.resolve("redis.log");
    command = new ArrayList<>(List.of(program(), "--bind", "127.0.0.1", "127.0.0.2"));
    command.addAll(List.of("--dir", folder.toString(), "--save", "", "--appendonly", "no"));
    command.addAll(List.of("--requirepass", PASSWORD));
    command.addAll(options);
    restart();
  }

  /// One that is spoken to in plain text.
  ///
  /// @param folder that it may use
  static RedisPeer start(Path folder) throws IOException, InterruptedException {
    int port = freePort();
    return new RedisPeer(folder, port, List.of("--port", Integer.toString(port)));
  }

  /// One that is spoken to by TLS and not otherwise.
  static RedisPeer start(Path folder, CertificateFiles certificate)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> options = new ArrayList<>(List.of("--port", "0", "--tls-auth-clients", "no"));
    options.addAll(List.of("--tls-port", Integer.toString(port)));
    options.addAll(List.of("--tls-cert-file", certificate.chain().toString()));
    options.addAll(List.of("--tls-key-file", certificate.key().toString()));
    return new RedisPeer(folder, port, options);
  }

  private static String program() {
    Optional<String> program =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "redis-server"))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst();
    assumeTrue(
        Boolean.getBoolean("memwarden.ci") || program.isPresent(), "there is no redis-server");
    return program.orElseThrow();
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /// What a server must be told to use it.
  String url() {
    return "redis://:" + PASSWORD + "@127.0.0.1:" + port + "/0";
  }

  /// Ends it, and all that it held.
  void stop() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  /// Starts it again at the same place, empty.
  void restart() throws IOException, InterruptedException {
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Patience.await(this::listens);
  }

  private boolean listens() {
    assertThat(process.isAlive()).as("Redis does not start, see %s", log).isTrue();
    try (Socket _ = new Socket("127.0.0.1", port)) {
      return true;
    } catch (ConnectException _) {
      return false;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits until exactly so many servers listen to each other by it.
  void awaitListeners(long count) {
    try (Jedis client = new Jedis("127.0.0.1", port)) {
      client.auth(PASSWORD);
      Patience.await(() -> client.pubsubNumSub("memwarden:wake").get("memwarden:wake") == count);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
