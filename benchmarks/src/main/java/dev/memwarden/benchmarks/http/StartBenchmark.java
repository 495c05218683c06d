package dev.memwarden.benchmarks.http;

import dev.memwarden.benchmarks.HttpConnection;
import dev.memwarden.benchmarks.Latencies;
import dev.memwarden.benchmarks.Options;
import dev.memwarden.benchmarks.Scratch;
import dev.memwarden.benchmarks.Table;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// From the start of the launcher to the first 200 of `/health`, with and without the cache that
/// the launcher trains, on an empty data folder and on a filled one; in turns.
///
/// Options: `--with` and `--without`, launchers beside a trained and beside an empty cache;
/// `--filled`, a data folder; `--starts`, how many of each; `--rest`, milliseconds between an
/// answer and the stop.
public final class StartBenchmark {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private StartBenchmark() {}

  /// One way to start.
  private record Way(String name, String launcher, boolean filled, Latencies times) {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options =
        Options.of(
            arguments,
            Map.of("with", "", "without", "", "filled", "", "starts", "15", "rest", "1500"));
    List<Way> ways = new ArrayList<>();
    for (boolean filled : new boolean[] {false, true}) {
      String folder = filled ? "filled folder" : "empty folder";
      ways.add(new Way("no cache, " + folder, options.text("without"), filled, new Latencies()));
      ways.add(new Way("cache, " + folder, options.text("with"), filled, new Latencies()));
    }
    for (int i = 0; i < options.number("starts"); i++) {
      for (Way way : ways) {
        try (Scratch scratch = Scratch.make()) {
          Path data = way.filled ? options.path("filled") : scratch.path().resolve("data");
          way.times.add(start(way.launcher, data, options.number("rest")));
        }
      }
      System.err.println("round " + (i + 1) + " of " + options.number("starts"));
    }
    Table table = new Table("start", "n", "median ms", "least ms", "most ms");
    for (Way way : ways) {
      table.row(
          way.name,
          String.valueOf(way.times.size()),
          way.times.millis(50),
          way.times.millis(0),
          way.times.millis(100));
    }
    table.print(System.out);
  }

  private static long start(String launcher, Path data, int rest)
      throws IOException, InterruptedException {
    int port = freePort();
    URI server = URI.create("http://127.0.0.1:" + port);
    ProcessBuilder builder =
        new ProcessBuilder(
            launcher, "serve", "--port", String.valueOf(port), "--data", data.toString());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.redirectInput(new File("/dev/null"));
    long begin = System.nanoTime();
    Process process = builder.start();
    try {
      while (!isHealthy(server)) {
        if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
          throw new IllegalStateException("the server does not start");
        }
        Thread.sleep(1);
      }
      long took = System.nanoTime() - begin;
      // The model loads in the background; stopping amidst that would disturb the next start.
      Thread.sleep(rest);
      return took;
    } finally {
      process.destroy();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static boolean isHealthy(URI server) throws IOException {
    try (HttpConnection connection = new HttpConnection(server, PATIENCE)) {
      return connection.exchange(connection.request("GET", "/health", "", "")) == 200;
    } catch (ConnectException _) {
      return false; // does not listen yet
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.getLocalPort();
    }
  }
}
