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

/// Users with good keys, who ask the same again and again at fixed times whatever becomes of their
/// earlier questions. Time counts from when a request was due, so that a server that stalls is not
/// spared the requests that could not be sent meanwhile.
final class Customers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<HttpConnection> connections = new ArrayList<>();
  private final List<byte[]> requests = new ArrayList<>();

  /// What one of them asks.
  @FunctionalInterface
  interface Question {
    /// The bytes of the request of the customer of this number, for its connection.
    byte[] of(HttpConnection connection, int number);
  }

  /// So many customers with a connection each.
  Customers(URI server, int count, Question question) throws IOException {
    for (int i = 0; i < count; i++) {
      HttpConnection connection = new HttpConnection(server, PATIENCE);
      connections.add(connection);
      requests.add(question.of(connection, i));
    }
  }

  /// Lets them ask `rate` times a second in all, until `end` (of [System#nanoTime]).
  Latencies ask(int rate, long begin, long end) throws InterruptedException {
    long interval = Math.round(1e9 / rate);
    List<Latencies> times = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections.size())) {
      List<Future<Latencies>> asking = new ArrayList<>();
      for (int i = 0; i < connections.size(); i++) {
        int customer = i;
        asking.add(threads.submit(() -> ask(customer, begin, end, interval)));
      }
      for (Future<Latencies> one : asking) {
        times.add(one.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a good user was not served", e.getCause());
    }
    return Latencies.of(times);
  }

  private Latencies ask(int customer, long begin, long end, long interval) throws IOException {
    Latencies times = new Latencies();
    long due = begin + customer * interval;
    // Whoever is hopelessly late does not catch up with everything: the round has an end.
    while (due < end && System.nanoTime() < end + PATIENCE.toNanos()) {
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      int status = connections.get(customer).exchange(requests.get(customer));
      if (status != 200) {
        throw new IllegalStateException("status " + status + " for a good key");
      }
      times.add(System.nanoTime() - due);
      due += connections.size() * interval;
    }
    return times;
  }

  @Override
  public void close() throws IOException {
    for (HttpConnection connection : connections) {
      connection.close();
    }
  }
}
