package dev.memwarden.benchmarks.http;

import dev.memwarden.benchmarks.HttpConnection;
import dev.memwarden.benchmarks.Latencies;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// Users with good keys, who ask at fixed times whatever becomes of their earlier questions. Time
/// counts from when a request was due, so that a server that stalls is not spared the requests that
/// could not be sent meanwhile.
final class Customers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<HttpConnection> connections = new ArrayList<>();
  private final List<byte[]> whoamis = new ArrayList<>();
  private final List<byte[]> searches = new ArrayList<>();

  /// @param times one per request of its kind
  record Served(Latencies whoami, Latencies search) {}

  /// One connection per key.
  ///
  /// @param users ids of the owners of `keys`
  Customers(URI server, List<String> keys, List<String> users) throws IOException {
    for (int i = 0; i < keys.size(); i++) {
      HttpConnection connection = new HttpConnection(server, PATIENCE);
      connections.add(connection);
      whoamis.add(connection.request("GET", "/auth/whoami", keys.get(i), ""));
      String body =
          "{\"query\":\"what does number %d like to eat\",\"user_id\":\"%s\"}"
              .formatted(i, users.get(i));
      searches.add(connection.request("POST", "/memories/search", keys.get(i), body));
    }
  }

  /// Asks `rate` times a second in all; every second request is a search.
  Served ask(int rate, Duration time) throws InterruptedException {
    long interval = Math.round(1e9 / rate);
    long begin = System.nanoTime();
    int rounds = (int) (time.toNanos() / interval / connections.size());
    List<Served> parts = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections.size())) {
      List<Future<Served>> asking = new ArrayList<>();
      for (int i = 0; i < connections.size(); i++) {
        int customer = i;
        asking.add(threads.submit(() -> ask(customer, begin, interval, rounds)));
      }
      for (Future<Served> one : asking) {
        parts.add(one.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a good user was not served", e.getCause());
    }
    return new Served(
        Latencies.of(parts.stream().map(Served::whoami).toList()),
        Latencies.of(parts.stream().map(Served::search).toList()));
  }

  private Served ask(int customer, long begin, long interval, int rounds) throws IOException {
    Served served = new Served(new Latencies(), new Latencies());
    for (int round = 0; round < rounds; round++) {
      long due = begin + ((long) round * connections.size() + customer) * interval;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      boolean search = (round + customer) % 2 == 1;
      byte[] request = (search ? searches : whoamis).get(customer);
      int status = connections.get(customer).exchange(request);
      if (status != 200) {
        throw new IllegalStateException("status " + status + " for a good key");
      }
      (search ? served.search() : served.whoami()).add(System.nanoTime() - due);
    }
    return served;
  }

  @Override
  public void close() throws IOException {
    for (HttpConnection connection : connections) {
      connection.close();
    }
  }
}
