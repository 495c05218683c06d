package dev.memwarden.benchmarks.nodes;

import dev.memwarden.benchmarks.HttpConnection;
import dev.memwarden.benchmarks.Latencies;
import dev.memwarden.benchmarks.Options;
import dev.memwarden.benchmarks.Table;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a revoked key still works, at the server that was told and at all others, while others
/// use them: from when the answer to the revocation is here until the last request began that is
/// answered with yes.
///
/// Options: `--servers`, URLs separated by commas; `--key` of an admin; `--revocations`;
/// `--revokers` at once; `--load`, how many clients use each server meanwhile.
public final class RevocationBenchmark {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final Pattern KEY = Pattern.compile("\"key\" *: *\"(sks-([^_\"]+)_[^\"]+)\"");

  private final List<URI> servers;
  private final String admin;
  private final List<Latencies> stale = Collections.synchronizedList(new ArrayList<>());
  private final List<Latencies> told = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger late = new AtomicInteger();
  private final AtomicLong used = new AtomicLong();

  private RevocationBenchmark(List<URI> servers, String admin) {
    this.servers = servers;
    this.admin = admin;
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Options options =
        Options.of(
            arguments,
            Map.of("servers", "", "key", "", "revocations", "1000", "revokers", "4", "load", "4"));
    List<URI> servers =
        List.of(options.text("servers").split(",", -1)).stream().map(URI::create).toList();
    new RevocationBenchmark(servers, options.text("key"))
        .run(options.number("revocations"), options.number("revokers"), options.number("load"));
  }

  private void run(int revocations, int revokers, int load)
      throws IOException, InterruptedException, ExecutionException {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger left = new AtomicInteger(revocations);
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> using = new ArrayList<>();
      List<Future<?>> revoking = new ArrayList<>();
      for (URI server : servers) {
        for (int i = 0; i < load; i++) {
          String user = "user" + i;
          using.add(
              threads.submit(() -> {
                use(server, user, over);
                return null;
              }));
        }
      }
      for (int i = 0; i < revokers; i++) {
        int first = i;
        revoking.add(
            threads.submit(() -> {
              revoke(first, left);
              return null;
            }));
      }
      try {
        for (Future<?> each : revoking) {
          each.get();
        }
      } finally {
        over.set(true);
      }
      for (Future<?> each : using) {
        each.get();
      }
    }
    report(revocations, (System.nanoTime() - start) / 1e9);
  }

  private void report(int revocations, double seconds) {
    Table table = new Table("after the acknowledgement, ms", "p50", "p99", "p99.9", "max", "n");
    row(table, "at the server that was told", Latencies.of(told));
    row(table, "at the others", Latencies.of(stale));
    table.print(System.out);
    System.out.printf(
        "%d revocations, %d accepted after %d ms; %.0f other requests a second%n",
        revocations, late.get(), BOUND.toMillis(), used.get() / seconds);
  }

  private static void row(Table table, String what, Latencies times) {
    table.row(
        what,
        times.millis(50),
        times.millis(99),
        times.millis(99.9),
        times.millis(100),
        Integer.toString(times.size()));
  }

  /// Adds a memory and reads what is there, again and again.
  private void use(URI server, String user, AtomicBoolean over) throws IOException {
    try (HttpConnection connection = new HttpConnection(server, PATIENCE)) {
      String key = mint(connection, user).group(1);
      byte[] put =
          connection.request(
              "POST",
              "/memories",
              key,
              "{\"messages\":[{\"role\":\"user\",\"content\":\"I like green tea\"}],\"infer\":false}");
      byte[] get = connection.request("GET", "/memories/" + user + "?limit=10", key, "");
      while (!over.get()) {
        expect(connection.exchange(put));
        expect(connection.exchange(get));
        used.addAndGet(2);
      }
    }
  }

  private static void expect(int status) {
    if (status != 200) {
      throw new IllegalStateException("a good request is answered with " + status);
    }
  }

  private Matcher mint(HttpConnection connection, String user) throws IOException {
    String body = "{\"user\":\"" + user + "\"}";
    HttpConnection.Reply reply =
        connection.ask(connection.request("POST", "/admin/v1/keys", admin, body));
    Matcher key = KEY.matcher(reply.body());
    if (!key.find()) {
      throw new IllegalStateException("no key: " + reply.status());
    }
    return key;
  }

  private void revoke(int first, AtomicInteger left) throws IOException {
    List<HttpConnection> connections = new ArrayList<>();
    Latencies here = new Latencies();
    Latencies there = new Latencies();
    try {
      for (URI server : servers) {
        connections.add(new HttpConnection(server, PATIENCE));
      }
      for (int turn = first; left.getAndDecrement() > 0; turn++) {
        revoke(connections, turn % connections.size(), here, there);
      }
    } finally {
      for (HttpConnection connection : connections) {
        connection.close();
      }
    }
    told.add(here);
    stale.add(there);
  }

  private void revoke(List<HttpConnection> connections, int told, Latencies here, Latencies there)
      throws IOException {
    Matcher key = mint(connections.get(told), "revoked" + told);
    List<byte[]> asks = new ArrayList<>();
    for (HttpConnection connection : connections) {
      byte[] ask = connection.request("GET", "/auth/whoami", key.group(1), "");
      asks.add(ask);
      expect(connection.exchange(ask));
    }
    HttpConnection teller = connections.get(told);
    String path = "/admin/v1/keys/" + key.group(2) + "/revoke";
    expect(teller.exchange(teller.request("POST", path, admin, "{\"reason\":\"measured\"}")));
    long acknowledged = System.nanoTime();
    long[] last = new long[connections.size()];
    boolean any = true;
    while (any) {
      any = false;
      for (int i = 0; i < connections.size(); i++) {
        if (asks.get(i).length == 0) {
          continue; // it refuses already
        }
        long asked = System.nanoTime();
        int status = connections.get(i).exchange(asks.get(i));
        if (status == 200) {
          any = true;
          last[i] = asked - acknowledged;
        } else {
          asks.set(i, new byte[0]);
        }
      }
    }
    for (int i = 0; i < last.length; i++) {
      (i == told ? here : there).add(last[i]);
      if (last[i] > BOUND.toNanos()) {
        int _ = late.incrementAndGet();
      }
    }
  }
}
