package dev.memwarden.server.telemetry;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// What is counted of one route. Its counters are looked up by their labels once, and are then at
/// hand.
final class RouteCounters {
  private static final int STATUSES = 600;

  private final Counter requests;
  private final DistributionDataPoint durations;
  private final String dialect;
  private final String method;
  private final String route;
  private final AtomicReferenceArray<@Nullable CounterDataPoint> byStatus =
      new AtomicReferenceArray<>(STATUSES);

  RouteCounters(
      Counter requests,
      DistributionDataPoint durations,
      String dialect,
      String method,
      String route) {
    this.requests = requests;
    this.durations = durations;
    this.dialect = dialect;
    this.method = method;
    this.route = route;
  }

  void answered(int status, double seconds) {
    CounterDataPoint known = byStatus.get(status);
    if (known == null) {
      // Twice in a race: it is the same one both times.
      known = requests.labelValues(dialect, method, route, Integer.toString(status));
      byStatus.set(status, known);
    }
    known.inc();
    durations.observe(seconds);
  }
}
