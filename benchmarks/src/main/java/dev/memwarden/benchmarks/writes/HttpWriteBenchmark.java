package dev.memwarden.benchmarks.writes;

import dev.memwarden.benchmarks.HttpConnection;
import dev.memwarden.benchmarks.Options;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Acknowledged `POST /memories` of one memory each, one connection per writer, to a server that
/// runs on this machine.
///
/// Options: `--server`, `--data`, its data folder, in which the transactions are counted, `--key`,
/// `--writers`, `--seconds` of each round, `--rounds`, `--warm-up` in seconds, `--what`, a word for
/// the table.
public final class HttpWriteBenchmark {

  /// Who owns the key.
  static final String USER = "writer";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private HttpWriteBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Options options =
        Options.of(
            arguments,
            Map.of(
                "server", "",
                "data", "",
                "key", "benchmark-key",
                "writers", "1,8,64,256",
                "seconds", "5",
                "rounds", "5",
                "warm-up", "5",
                "what", "over HTTP"));
    Report report = new Report();
    try (Commits commits = new Commits(options.path("data"))) {
      Crowd.Work _ = work(options, "warm-up", 64, options.number("warm-up"));
      for (int i = 0; i < options.number("rounds"); i++) {
        for (int writers : options.numbers("writers")) {
          int before = commits.count();
          String round = "round " + i + " of " + writers;
          Crowd.Work work = work(options, round, writers, options.number("seconds"));
          report.add(writers, work, commits.count() - before);
        }
      }
    }
    report.print(options.text("what"));
  }

  private static Crowd.Work work(Options options, String round, int writers, int seconds)
      throws IOException {
    URI server = URI.create(options.text("server"));
    List<HttpConnection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < writers; i++) {
        connections.add(new HttpConnection(server, PATIENCE));
      }
      return Crowd.work(
          writers,
          Duration.ofSeconds(seconds),
          writer -> writing(connections.get(writer), options.text("key"), round, writer));
    } finally {
      for (HttpConnection connection : connections) {
        connection.close();
      }
    }
  }

  private static Crowd.Writing writing(
      HttpConnection connection, String key, String round, int writer) {
    return number -> {
      String body =
          "{\"messages\":[{\"role\":\"user\",\"content\":\"In %s writer %d remembered number %d\"}],"
                  .formatted(round, writer, number)
              + "\"user_id\":\"%s\",\"infer\":false}".formatted(USER);
      int status = connection.exchange(connection.request("POST", "/memories", key, body));
      if (status != 200) {
        throw new IllegalStateException("status " + status + " instead of an acknowledgement");
      }
    };
  }
}
