package dev.memwarden.benchmarks.wires;

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How long one client waits for the same work on each wire, asked in turns, request by request, so
/// that whatever the machine does meets all wires alike.
///
/// Options: `--server`; `--keys`, a file with lines of a user id and its key; `--memories` that
/// each of these users has; `--rounds`; `--requests` of each kind in a round.
public final class WiresBenchmark {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int AT_ONCE = 20;

  // What puts leave to the background is done by then.
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private static final List<String> ORDER = List.of("put", "get", "search");

  private WiresBenchmark() {}

  /// Who asks, with a connection of its own.
  private record Client(String user, String key, HttpConnection connection) {
    int ask(String method, String path, String body) throws IOException {
      return connection.exchange(connection.request(method, path, key, body));
    }

    void expect(int status, String method, String path, String body) throws IOException {
      int got = ask(method, path, body);
      if (got != status) {
        throw new IllegalStateException(
            got + " instead of " + status + " for " + method + " " + path);
      }
    }
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options =
        Options.of(
            arguments,
            Map.of("server", "", "keys", "", "memories", "100", "rounds", "5", "requests", "300"));
    List<Client> clients = new ArrayList<>();
    Map<Work, Latencies> times = new EnumMap<>(Work.class);
    try {
      for (String line : Files.readAllLines(options.path("keys"))) {
        String[] words = line.split(" ", -1);
        var connection = new HttpConnection(URI.create(options.text("server")), PATIENCE);
        clients.add(new Client(words[0], words[1], connection));
        fill(clients.getLast(), options.number("memories"));
      }
      // The first round warms up.
      for (int round = 0; round <= options.number("rounds"); round++) {
        int first = round * options.number("requests");
        for (String what : ORDER) {
          Thread.sleep(SETTLING);
          for (int number = first; number < first + options.number("requests"); number++) {
            turn(
                clients.get(number % clients.size()),
                what,
                number,
                round > 0 ? times : new EnumMap<>(Work.class));
          }
        }
        System.err.println("round " + round + " of " + options.number("rounds"));
      }
    } finally {
      for (Client client : clients) {
        client.connection().close();
      }
    }
    print(times);
  }

  // The Zep wire finds within sessions: one gets what the other wires find among.
  private static void fill(Client client, int memories) throws IOException {
    client.expect(201, "POST", "/api/v1/sessions", "{\"session_id\":\"" + Work.FILLED + "\"}");
    for (int from = 0; from < memories; from += AT_ONCE) {
      String messages =
          IntStream.range(from, Math.min(from + AT_ONCE, memories))
              .mapToObj(number ->
                  "{\"role\":\"user\",\"content\":\"Something worth remembering, number %d\"}"
                      .formatted(number))
              .collect(Collectors.joining(","));
      client.expect(
          200,
          "POST",
          "/api/v1/sessions/" + Work.FILLED + "/memory",
          "{\"messages\":[" + messages + "]}");
    }
  }

  // Every other time the other way round, as what one leaves to be done in the background meets the
  // next.
  private static void turn(Client client, String what, int number, Map<Work, Latencies> times)
      throws IOException {
    List<Work> works = Work.of(what);
    for (Work work : number % 2 == 0 ? works : works.reversed()) {
      Work.Asked asked = work.asked(client.user(), number);
      long begin = System.nanoTime();
      client.expect(200, asked.method(), asked.path(), asked.body());
      times.computeIfAbsent(work, _ -> new Latencies()).add(System.nanoTime() - begin);
    }
  }

  private static void print(Map<Work, Latencies> times) {
    Table table =
        new Table("what", "wire", "requests", "p50 ms", "p90 ms", "p99 ms", "p50 of mem0's");
    for (String what : ORDER) {
      List<Work> works = Work.of(what);
      double mem0 = times.getOrDefault(works.getFirst(), new Latencies()).percentile(50);
      for (Work work : works) {
        Latencies of = times.getOrDefault(work, new Latencies());
        table.row(
            what,
            work.wire(),
            Integer.toString(of.size()),
            of.millis(50),
            of.millis(90),
            of.millis(99),
            String.format(Locale.ROOT, "%.2f", of.percentile(50) / mem0));
      }
    }
    table.print(System.out);
  }
}
