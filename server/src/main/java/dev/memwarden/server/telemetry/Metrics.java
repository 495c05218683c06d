package dev.memwarden.server.telemetry;

import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.limit.Limit;
import dev.memwarden.server.http.Arrival;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Observed;
import dev.memwarden.server.http.Observer;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Counts what becomes of requests, and writes that in the text format of Prometheus.
///
/// Labels are dialects, patterns of routes, methods, statuses, and reasons of refusals: a bounded
/// number of each, and never what a caller sent.
///
/// **Cost**: two readings of a clock and a few adders a request.
public final class Metrics implements Observer {
  private static final double[] REQUEST_SECONDS = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    30
  };
  private static final double[] DECISION_SECONDS = {
    0.000001, 0.0000025, 0.000005, 0.00001, 0.000025, 0.00005, 0.0001, 0.001, 0.01
  };
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests =
      Counter.builder()
          .name("memwarden_requests_total")
          .help("Requests that were answered.")
          .labelNames("dialect", "method", "route", "status")
          .withoutExemplars()
          .register(registry);
  private final Histogram durations =
      Histogram.builder()
          .name("memwarden_request_duration_seconds")
          .help("From the head of a request until its reply is ready.")
          .labelNames("dialect")
          .classicOnly()
          .classicUpperBounds(REQUEST_SECONDS)
          .withoutExemplars()
          .register(registry);
  private final Counter authentications =
      Counter.builder()
          .name("memwarden_authentications_total")
          .help("Credentials that were judged, by what came of it.")
          .labelNames("outcome")
          .withoutExemplars()
          .register(registry);
  private final Counter denials =
      Counter.builder()
          .name("memwarden_denials_total")
          .help("Requests of known callers that policy denied.")
          .labelNames("reason")
          .withoutExemplars()
          .register(registry);
  private final DistributionDataPoint decisions =
      Histogram.builder()
          .name("memwarden_decision_duration_seconds")
          .help("How long policy took to decide.")
          .classicOnly()
          .classicUpperBounds(DECISION_SECONDS)
          .withoutExemplars()
          .register(registry);
  private final Counter exceeded =
      Counter.builder()
          .name("memwarden_limits_exceeded_total")
          .help("Requests that were one too many, by the limit that said so.")
          .labelNames("limit")
          .withoutExemplars()
          .register(registry);

  private final CounterDataPoint accepted = authentications.labelValues("accepted");
  private final Map<Refusal, CounterDataPoint> refusals = new EnumMap<>(Refusal.class);
  private final Map<Limit, CounterDataPoint> limits = new EnumMap<>(Limit.class);
  private final Map<Key, RouteCounters> routes = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  private record Key(Optional<Method> method, Optional<String> path) {}

  /// @param nanos a monotonic clock
  public Metrics(LongSupplier nanos) {
    this.nanos = nanos;
    for (Refusal why : Refusal.values()) {
      Counter counter = why.isForbidden() ? denials : authentications;
      refusals.put(why, counter.labelValues(why.name().toLowerCase(Locale.ROOT)));
    }
    for (Limit limit : Limit.values()) {
      limits.put(limit, exceeded.labelValues(limit.word()));
    }
  }

  /// Where gauges register.
  PrometheusRegistry registry() {
    return registry;
  }

  @Override
  public Observed begins(Arrival arrival) {
    RouteCounters route =
        routes.computeIfAbsent(
            new Key(arrival.method(), arrival.path()),
            key ->
                new RouteCounters(
                    requests,
                    durations.labelValues(arrival.dialect()),
                    arrival.dialect(),
                    key.method.map(Method::name).orElse(Arrival.NOBODYS),
                    key.path.orElse(Arrival.NOBODYS)));
    return new One(route, nanos.getAsLong());
  }

  /// Everything in the text format of Prometheus, version 0.0.4.
  byte[] text() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return text.toByteArray();
  }

  private static void add(Map<?, CounterDataPoint> counters, Object key) {
    CounterDataPoint counter = counters.get(key);
    if (counter != null) {
      counter.inc();
    }
  }

  /// One request.
  private final class One implements Observed {
    private final RouteCounters route;
    private final long began;
    private long deciding; // by the thread that decides alone

    One(RouteCounters route, long began) {
      this.route = route;
      this.began = began;
    }

    @Override
    public void authenticated() {
      accepted.inc();
    }

    @Override
    public void refused(Refusal why) {
      add(refusals, why);
    }

    @Override
    public void tooOften(Limit limit) {
      add(limits, limit);
    }

    @Override
    public void deciding() {
      deciding = nanos.getAsLong();
    }

    @Override
    public void decided() {
      decisions.observe((nanos.getAsLong() - deciding) / SECOND);
    }

    @Override
    public void answered(int status) {
      route.answered(status, (nanos.getAsLong() - began) / SECOND);
    }
  }
}
