package dev.memwarden.server.telemetry;

import dev.memwarden.auth.Gate;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.server.http.HttpConfig;
import dev.memwarden.server.http.HttpServer;
import dev.memwarden.server.http.Observer;
import dev.memwarden.server.http.Pipeline;
import dev.memwarden.server.http.PipelineConfig;
import dev.memwarden.server.http.RequestIds;
import dev.memwarden.stores.Load;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Metrics and traces of one server, as far as they are wanted: what is not costs nothing, not even
/// the loading of its classes.
public final class Telemetry implements AutoCloseable {
  private final Optional<Listener> listener;
  private final Optional<Traces> traces;

  /// @param at where metrics are served, if they are wanted
  /// @param to where traces go, if they are
  public Telemetry(Optional<HttpConfig> at, Optional<Traces.Target> to) {
    this.listener = at.map(Listener::new);
    this.traces = to.map(Traces::to);
  }

  /// What the pipeline has to tell.
  public Observer observer() {
    Optional<Observer> counting = listener.map(Listener::metrics);
    Optional<Observer> tracing = traces.map(all -> all);
    return counting.isPresent() && tracing.isPresent()
        ? new Observers(counting.get(), tracing.get())
        : counting.or(() -> tracing).orElse(Observer.NONE);
  }

  /// What is watched.
  ///
  /// @param http how much goes on at the listener of clients
  /// @param stopping whether the server takes no new requests any more
  /// @param embedder whether the embedding model is loaded
  /// @param store what waits in it
  /// @param redis how often it could not answer, if one is used
  public record Watched(
      Supplier<HttpServer.Load> http,
      BooleanSupplier stopping,
      BooleanSupplier embedder,
      Load.Source store,
      Optional<LongSupplier> redis) {}

  /// Begins to serve metrics, if they are wanted.
  ///
  /// @return the port
  /// @throws dev.memwarden.server.http.CannotListenException if the address cannot be bound
  public Optional<Integer> serve(Watched watched, Gate gate, AuthEvents events, RequestIds ids) {
    return listener.map(wanted -> wanted.serve(watched, gate, events, ids));
  }

  /// Ends the listener, and sends the last traces.
  @Override
  public void close() {
    listener.ifPresent(Listener::close);
    traces.ifPresent(Traces::close);
  }

  /// Metrics, and the listener that serves them.
  private static final class Listener {
    private final HttpConfig config;
    private final Metrics metrics = new Metrics(System::nanoTime);
    private Optional<HttpServer> server = Optional.empty();

    Listener(HttpConfig config) {
      this.config = config;
    }

    Metrics metrics() {
      return metrics;
    }

    int serve(Watched watched, Gate gate, AuthEvents events, RequestIds ids) {
      Readiness readiness = new Readiness(watched.stopping(), watched.embedder(), watched.store());
      Gauges gauges = new Gauges(metrics.registry());
      gauges.ofListener(watched.http());
      gauges.ofStore(watched.store());
      watched.redis().ifPresent(gauges::ofRedis);
      gauges.ofReadiness(readiness);
      gauges.ofProcess();
      Pipeline pipeline =
          new Pipeline(
              gate,
              List.of(new TelemetryDialect(metrics, readiness)),
              PipelineConfig.DEFAULT,
              events,
              ids);
      HttpServer opened = new HttpServer(config, pipeline);
      server = Optional.of(opened);
      return opened.start();
    }

    void close() {
      server.ifPresent(open -> open.stop(Duration.ZERO));
    }
  }
}
