package dev.memwarden.server.telemetry;

import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.api.Unlisted;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.telemetry.Readiness.Found;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.util.List;
import java.util.function.Function;

/// `/metrics`, `/livez` and `/readyz`, on a listener of their own: whoever reaches that needs no
/// credential, and no route of it reaches memory.
public final class TelemetryDialect implements Dialect {
  private static final Reply ALIVE = Reply.json(200, Json.object().put("alive", true));

  private final Metrics metrics;
  private final Readiness readiness;

  public TelemetryDialect(Metrics metrics, Readiness readiness) {
    this.metrics = metrics;
    this.readiness = readiness;
  }

  @Override
  public String name() {
    return "telemetry";
  }

  @Override
  public Chapter chapter() {
    return new Chapter("Telemetry", "For whoever runs the server.", Schema.text(), Schema.text());
  }

  @Override
  public List<Route> routes() {
    return List.of(
        open("/metrics", _ -> scrape()),
        open("/livez", _ -> ALIVE),
        open("/readyz", _ -> ready(readiness.now())));
  }

  private static Route open(String path, Function<Call, Reply> answer) {
    return new Route.Open(Match.of(Method.GET, path), new Unlisted(), answer);
  }

  private Reply scrape() {
    return Reply.bytes(200, PrometheusTextFormatWriter.CONTENT_TYPE, metrics.text());
  }

  private static Reply ready(Found found) {
    return Reply.json(
        found.ready() ? 200 : 503,
        Json.object()
            .put("ready", found.ready())
            .put("store", found.store())
            .put("embedder", found.embedder())
            .put("stopping", found.stopping()));
  }

  // Nothing here asks for a credential.
  @Override
  public Reply unauthenticated(Refusal why) {
    return plain(401, "Not authenticated");
  }

  @Override
  public Reply forbidden(Route route, Identity who, Deny denial) {
    return plain(403, "Forbidden");
  }

  @Override
  public Reply malformed(List<Problem> problems) {
    return plain(422, "The request makes no sense");
  }

  @Override
  public Reply plain(int status, String message) {
    return Reply.text(status, message + "\n");
  }
}
