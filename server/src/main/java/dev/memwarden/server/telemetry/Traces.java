package dev.memwarden.server.telemetry;

import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.limit.Limit;
import dev.memwarden.server.http.Arrival;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Observed;
import dev.memwarden.server.http.Observer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Sends a span for each request to an OpenTelemetry collector (OTLP over HTTP), in the background:
/// what does not fit its queue is dropped, and no request waits for it.
///
/// Spans say what metrics say, and when: dialect, method, pattern of the route, status, why it was
/// refused. The trace that a request says it belongs to is believed if a trusted proxy passed it
/// on; from anybody else it becomes a link, so that no stranger chooses what is recorded or where
/// it appears.
public final class Traces implements Observer, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SERVER_ERROR = 500;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private Traces(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("dev.memwarden");
  }

  /// Where spans go, and which.
  ///
  /// @param endpoint of the collector; spans go to `/v1/traces` there
  /// @param headers sent along, such as a key for it
  /// @param service what this server is called there
  /// @param share of the requests that are recorded, from 0 to 1
  public record Target(String endpoint, Map<String, String> headers, String service, double share) {
    public Target {
      headers = Map.copyOf(headers);
    }

    /// Keys may be in the headers.
    @Override
    public String toString() {
      return "Target[" + endpoint + "]";
    }
  }

  /// Starts to send.
  public static Traces to(Target target) {
    SenderLog.take();
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(target.endpoint() + "/v1/traces")
            .setTimeout(PATIENCE);
    target.headers().forEach(exporter::addHeader);
    return new Traces(
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(Attributes.builder().put("service.name", target.service()).build()))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(target.share())))
            .addSpanProcessor(BatchSpanProcessor.builder(exporter.build()).build())
            .build());
  }

  @Override
  public Observed begins(Arrival arrival) {
    String method = arrival.method().map(Method::name).orElse("_OTHER");
    SpanBuilder span =
        tracer
            .spanBuilder(arrival.path().map(path -> method + " " + path).orElse(method))
            .setSpanKind(SpanKind.SERVER)
            .setNoParent()
            .setAttribute("http.request.method", method)
            .setAttribute("memwarden.dialect", arrival.dialect());
    arrival.path().ifPresent(path -> span.setAttribute("http.route", path));
    Optional<SpanContext> caller =
        arrival.traceparent().flatMap(TraceParent::parse).map(Traces::context);
    if (arrival.fromProxy()) {
      caller.ifPresent(parent -> span.setParent(Context.root().with(Span.wrap(parent))));
    } else {
      caller.ifPresent(span::addLink);
    }
    return new One(span.startSpan());
  }

  private static SpanContext context(TraceParent parent) {
    return SpanContext.createFromRemoteParent(
        parent.traceId(),
        parent.spanId(),
        parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
        TraceState.getDefault());
  }

  /// Sends what was recorded, within some seconds.
  @Override
  public void close() {
    var _ = provider.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// One request.
  private record One(Span span) implements Observed {

    @Override
    public void authenticated() {
      span.addEvent("authenticated");
    }

    @Override
    public void refused(Refusal why) {
      span.setAttribute("memwarden.refusal", why.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void tooOften(Limit limit) {
      span.setAttribute("memwarden.limit", limit.word());
    }

    @Override
    public void deciding() {
      span.addEvent("deciding");
    }

    @Override
    public void decided() {
      span.addEvent("decided");
    }

    @Override
    public void answered(int status) {
      span.setAttribute("http.response.status_code", status);
      if (status >= SERVER_ERROR) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }
}
