package dev.memwarden.benchmarks.http;

import dev.memwarden.benchmarks.ForgedKeys;
import dev.memwarden.benchmarks.HttpConnection;
import dev.memwarden.benchmarks.Latencies;
import dev.memwarden.benchmarks.Options;
import dev.memwarden.benchmarks.Table;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// How long users with good keys wait while somebody tries bad ones at full speed, beside how long
/// they wait without that; in turns.
///
/// Options: `--server`; `--pid`, its process; `--keys`, a file with lines of a user id and its key;
/// `--wrk`, the command of the flood without its duration, words separated by spaces;
/// `--flood-keys`, the file that its script reads; `--rate`, requests a second of all good users;
/// `--rounds`; `--seconds` of each.
public final class FloodBenchmark {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MEMORIES = 20;

  private FloodBenchmark() {}

  /// What one round gave.
  ///
  /// @param busy processors that the server kept busy
  private record Round(Latencies whoami, Latencies search, double floods, double busy) {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options =
        Options.of(
            arguments,
            Map.of(
                "server", "",
                "pid", "",
                "keys", "",
                "wrk", "",
                "flood-keys", "",
                "whoamis", "200",
                "searches", "20",
                "rounds", "5",
                "seconds", "8"));
    URI server = URI.create(options.text("server"));
    List<String> users = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (String line : Files.readAllLines(options.path("keys"))) {
      users.add(line.split(" ", -1)[0]);
      keys.add(line.split(" ", -1)[1]);
    }
    remember(server, users, keys);
    Path floodKeys = options.path("flood-keys");
    var flood =
        new Flood(
            List.of(options.text("wrk").split(" ", -1)),
            floodKeys,
            keys.getFirst(),
            new ForgedKeys(new SecureRandom()));
    ProcessHandle process = ProcessHandle.of(options.number("pid")).orElseThrow();
    Map<Flood.Kind, List<Round>> rounds = new EnumMap<>(Flood.Kind.class);
    try (var asking =
            new Customers(
                server,
                keys.size(),
                (http, number) -> http.request("GET", "/auth/whoami", keys.get(number), ""));
        var searching =
            new Customers(
                server,
                keys.size(),
                (http, number) ->
                    http.request(
                        "POST", "/memories/search", keys.get(number), query(users, number)))) {
      var crowd =
          new Crowd(
              asking,
              searching,
              options.number("whoamis"),
              options.number("searches"),
              Duration.ofSeconds(options.number("seconds")),
              process);
      // The first round warms up.
      for (int i = 0; i <= options.number("rounds"); i++) {
        for (Flood.Kind kind : Flood.Kind.values()) {
          Round round = crowd.round(flood, kind);
          if (i > 0) {
            rounds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(round);
          }
        }
        System.err.println("round " + i + " of " + options.number("rounds"));
      }
    }
    print(rounds);
  }

  /// The good users, and the server that serves them.
  private record Crowd(
      Customers asking,
      Customers searching,
      int whoamis,
      int searches,
      Duration time,
      ProcessHandle server) {

    Round round(Flood flood, Flood.Kind kind) throws IOException, InterruptedException {
      Flood.Running running = flood.start(kind, (int) time.toSeconds() + 2);
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        Thread.sleep(1_000); // it must be there before the first good user, and after the last
        Duration before = used();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        Future<Latencies> search = thread.submit(() -> searching.ask(searches, begin, end));
        Latencies whoami = asking.ask(whoamis, begin, end);
        Latencies found = search.get();
        double busy = (double) used().minus(before).toNanos() / (System.nanoTime() - begin);
        return new Round(whoami, found, running.join(), busy);
      } catch (ExecutionException e) {
        throw new IllegalStateException("searches failed", e.getCause());
      } finally {
        running.stop();
      }
    }

    private Duration used() {
      return server.info().totalCpuDuration().orElseThrow();
    }
  }

  private static String query(List<String> users, int number) {
    return "{\"query\":\"what does number %d like to eat\",\"user_id\":\"%s\"}"
        .formatted(number, users.get(number));
  }

  private static void remember(URI server, List<String> users, List<String> keys)
      throws IOException {
    for (int i = 0; i < users.size(); i++) {
      List<String> messages = new ArrayList<>();
      for (int number = 0; number < MEMORIES; number++) {
        messages.add(
            "{\"role\":\"user\",\"content\":\"Dish %d that I like has %d spices in it\"}"
                .formatted(number, number % 7));
      }
      String body =
          "{\"messages\":[%s],\"user_id\":\"%s\",\"infer\":false}"
              .formatted(String.join(",", messages), users.get(i));
      try (HttpConnection connection = new HttpConnection(server, PATIENCE)) {
        int status =
            connection.exchange(connection.request("POST", "/memories", keys.get(i), body));
        if (status != 200) {
          throw new IllegalStateException("status " + status + " for the first memories");
        }
      }
    }
  }

  private static void print(Map<Flood.Kind, List<Round>> rounds) {
    Table table =
        new Table(
            "flood with keys that are",
            "floods/s",
            "cores busy",
            "whoami p50 ms",
            "whoami p99 ms",
            "ratio of p99",
            "search p50 ms",
            "search p99 ms",
            "ratio of p99 ");
    Map<Flood.Kind, double[]> calm = new EnumMap<>(Flood.Kind.class);
    rounds.forEach((kind, all) -> {
      double whoami = millis(all, Round::whoami, 99);
      double search = millis(all, Round::search, 99);
      calm.put(kind, new double[] {whoami, search});
      double[] without = calm.getOrDefault(Flood.Kind.NONE, new double[2]);
      table.row(
          kind.word(),
          text("%.0f", Latencies.median(all.stream().map(Round::floods).toList())),
          text("%.2f", Latencies.median(all.stream().map(Round::busy).toList())),
          text("%.2f", millis(all, Round::whoami, 50)),
          text("%.2f", whoami),
          text("%.2f", whoami / without[0]),
          text("%.2f", millis(all, Round::search, 50)),
          text("%.2f", search),
          text("%.2f", search / without[1]));
    });
    table.print(System.out);
  }

  private static double millis(
      List<Round> rounds, Function<Round, Latencies> which, double percent) {
    return Latencies.median(
        rounds.stream().map(round -> which.apply(round).percentile(percent) / 1e6).toList());
  }

  private static String text(String format, double figure) {
    return String.format(Locale.ROOT, format, figure);
  }
}
