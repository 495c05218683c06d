package dev.memwarden.benchmarks.http;

import static java.util.Map.entry;

import dev.memwarden.benchmarks.HttpConnection;
import dev.memwarden.benchmarks.Latencies;
import dev.memwarden.benchmarks.Options;
import dev.memwarden.benchmarks.Table;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

/// How long users with good keys wait while somebody tries bad credentials at full speed, beside
/// how long they wait without that; in turns.
///
/// Options: `--server`; `--pid`, its process; `--keys`, a file with lines of a user id and its key;
/// `--tokens`, one with lines of a kind and a good token; `--wrk` and `--guesses`, the commands of
/// floods without their duration, words separated by spaces; `--requests`, the file that they read;
/// `--kinds` of flood, by commas; `--load`, whoamis and searches a second of all good users, and
/// newcomers a second; `--rounds`; `--seconds` of each.
public final class FloodBenchmark {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MEMORIES = 20;

  private FloodBenchmark() {}

  /// What one round gave.
  ///
  /// @param busy processors that the server kept busy
  private record Round(
      Latencies whoami, Latencies search, Newcomers.Fate newcomers, double floods, double busy) {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options =
        Options.of(
            arguments,
            Map.ofEntries(
                entry("server", ""),
                entry("pid", ""),
                entry("keys", ""),
                entry("tokens", ""),
                entry("wrk", ""),
                entry("guesses", ""),
                entry("requests", ""),
                entry("kinds", ""),
                entry("load", "200,20,20"),
                entry("rounds", "5"),
                entry("seconds", "8")));
    List<Integer> load = options.numbers("load");
    URI server = URI.create(options.text("server"));
    List<String> users = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (String line : Files.readAllLines(options.path("keys"))) {
      users.add(line.split(" ", -1)[0]);
      keys.add(line.split(" ", -1)[1]);
    }
    remember(server, users, keys);
    Map<String, String> tokens = new HashMap<>();
    for (String line : Files.readAllLines(options.path("tokens"))) {
      tokens.put(line.split(" ", -1)[0], line.split(" ", -1)[1]);
    }
    List<Flood.Kind> kinds =
        Stream.of(options.text("kinds").split(",", -1))
            .map(word -> Flood.Kind.valueOf(word.toUpperCase(Locale.ROOT).replace(' ', '_')))
            .toList();
    var flood =
        new Flood(
            List.of(options.text("wrk").split(" ", -1)),
            List.of(options.text("guesses").split(" ", -1)),
            options.path("requests"),
            new Forged(keys.getFirst(), tokens));
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
              new Newcomers(server, keys.getLast()),
              load,
              Duration.ofSeconds(options.number("seconds")),
              process);
      // The first round warms up.
      for (int i = 0; i <= options.number("rounds"); i++) {
        for (Flood.Kind kind : kinds) {
          Round round = crowd.round(flood, kind);
          if (i > 0) {
            rounds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(round);
          }
          System.err.println(
              "round %d of %s: whoami p99 %s ms, search p99 %s ms"
                  .formatted(i, kind.word(), round.whoami().millis(99), round.search().millis(99)));
        }
      }
    }
    print(rounds);
  }

  /// The good users, and the server that serves them.
  ///
  /// @param load whoamis, searches and newcomers a second
  private record Crowd(
      Customers asking,
      Customers searching,
      Newcomers newcomers,
      List<Integer> load,
      Duration time,
      ProcessHandle server) {

    Round round(Flood flood, Flood.Kind kind) throws IOException, InterruptedException {
      Flood.Running running = flood.start(kind, (int) time.toSeconds() + 2);
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        Thread.sleep(1_000); // it must be there before the first good user, and after the last
        Duration before = used();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        Future<Latencies> search = threads.submit(() -> searching.ask(load.get(1), begin, end));
        Future<Newcomers.Fate> coming =
            threads.submit(() -> newcomers.come(load.get(2), begin, end));
        Latencies whoami = asking.ask(load.getFirst(), begin, end);
        Latencies found = search.get();
        Newcomers.Fate fate = coming.get();
        double busy = (double) used().minus(before).toNanos() / (System.nanoTime() - begin);
        return new Round(whoami, found, fate, running.join(), busy);
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
            "flood with",
            "floods/s",
            "cores busy",
            "whoami p50 ms",
            "whoami p99 ms",
            "ratio of p99",
            "search p50 ms",
            "search p99 ms",
            "ratio of p99 ",
            "newcomers p99 ms",
            "kept out");
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
          text("%.2f", search / without[1]),
          text("%.2f", millis(all, round -> round.newcomers().times(), 99)),
          Integer.toString(all.stream().mapToInt(round -> round.newcomers().keptOut()).sum()));
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
