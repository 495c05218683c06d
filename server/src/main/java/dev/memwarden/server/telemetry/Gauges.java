package dev.memwarden.server.telemetry;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.server.http.HttpServer;
import dev.memwarden.stores.Load;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// What is read when somebody asks for metrics, and counted by others.
final class Gauges {
  private static final double SECOND_MILLIS = TimeUnit.SECONDS.toMillis(1);
  private static final double SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PrometheusRegistry registry;

  Gauges(PrometheusRegistry registry) {
    this.registry = registry;
  }

  /// How much goes on at the listener.
  void ofListener(Supplier<HttpServer.Load> load) {
    gauge("memwarden_connections", "Open connections.", () -> load.get().connections());
    gauge("memwarden_requests_active", "Requests that are worked on.", () -> load.get().requests());
    gauge("memwarden_body_bytes", "Memory of request bodies.", () -> load.get().bodyBytes());
  }

  /// What waits in the store; nothing is shown while it cannot answer.
  void ofStore(Load.Source store) {
    waiting("memwarden_store_writes_waiting", "Writes not yet durable.", store, Load::writes);
    waiting("memwarden_jobs_waiting", "Jobs not yet done.", store, Load::jobs);
  }

  /// How often the Redis that is used could not answer.
  void ofRedis(LongSupplier failures) {
    counter(
        "memwarden_redis_failures_total",
        "Questions that Redis did not answer.",
        failures::getAsLong);
  }

  private void waiting(String name, String help, Load.Source store, ToLongFunction<Load> part) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> {
          try {
            callback.call(part.applyAsLong(store.now()));
          } catch (StoreUnavailableException _) {
            // What is not known is not told: `memwarden_ready` says why.
          }
        })
        .register(registry);
  }

  /// Whether requests can be answered.
  void ofReadiness(Readiness readiness) {
    gauge(
        "memwarden_ready", "1 if requests can be answered.", () -> readiness.now().ready() ? 1 : 0);
    gauge(
        "memwarden_embedder_ready",
        "1 if the embedding model is loaded.",
        () -> readiness.now().embedder() ? 1 : 0);
  }

  /// The process.
  void ofProcess() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory("jvm_memory_used_bytes", "Memory in use.", memory, MemoryUsage::getUsed);
    memory(
        "jvm_memory_max_bytes", "Memory at most; -1 if not bounded.", memory, MemoryUsage::getMax);
    gauge(
        "jvm_threads_current",
        "Platform threads.",
        () -> ManagementFactory.getThreadMXBean().getThreadCount());
    counter(
        "jvm_gc_collections_total",
        "Garbage collections.",
        () -> collected(GarbageCollectorMXBean::getCollectionCount));
    counter(
        "jvm_gc_seconds_total",
        "Time spent in them.",
        () -> collected(GarbageCollectorMXBean::getCollectionTime) / SECOND_MILLIS);
    gauge(
        "process_start_time_seconds",
        "When the process began, since 1970.",
        () -> ManagementFactory.getRuntimeMXBean().getStartTime() / SECOND_MILLIS);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      counter(
          "process_cpu_seconds_total",
          "Time on processors.",
          () -> unix.getProcessCpuTime() / SECOND_NANOS);
      gauge("process_open_fds", "Open file descriptors.", unix::getOpenFileDescriptorCount);
      gauge("process_max_fds", "File descriptors at most.", unix::getMaxFileDescriptorCount);
    }
  }

  private void memory(
      String name, String help, MemoryMXBean memory, ToLongFunction<MemoryUsage> part) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("area")
        .callback(callback -> {
          callback.call(part.applyAsLong(memory.getHeapMemoryUsage()), "heap");
          callback.call(part.applyAsLong(memory.getNonHeapMemoryUsage()), "nonheap");
        })
        .register(registry);
  }

  private static double collected(ToLongFunction<GarbageCollectorMXBean> part) {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(part)
        .filter(value -> value > 0)
        .sum();
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  private void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }
}
