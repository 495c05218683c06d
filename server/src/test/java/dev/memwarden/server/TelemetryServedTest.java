package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.server.http.HttpConfig;
import dev.memwarden.server.http.HttpServer;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.RequestIds;
import dev.memwarden.server.telemetry.Telemetry;
import dev.memwarden.stores.Load;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `/metrics`, `/livez` and `/readyz` of a server that is asked this and that.
class TelemetryServedTest {
  private static final Path DASHBOARD = Path.of("../docs/grafana.json");
  private static final Pattern METRIC = Pattern.compile("\\b(memwarden|jvm|process)_[a-z_]+");

  @TempDir Path folder;

  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean embedder = new AtomicBoolean(true);
  private final AtomicReference<Load.Source> store = new AtomicReference<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Telemetry telemetry;
  private TokenServer server;
  private String key;
  private int port;

  @BeforeEach
  void serve() {
    telemetry = new Telemetry(Optional.of(HttpConfig.local(0)), Optional.empty());
    server =
        new TokenServer(
            folder,
            Map.of("MEMWARDEN_LIMIT_TENANT", "200/h"),
            InstantSource.system(),
            telemetry.observer());
    store.set(server.load());
    key = server.key("alice-in-wonderland", Json.object());
    port =
        telemetry
            .serve(
                new Telemetry.Watched(
                    () -> new HttpServer.Load(7, 3, 1_000),
                    stopping::get,
                    embedder::get,
                    () -> store.get().now(),
                    Optional.of(() -> 5)),
                server.gate(),
                new AuthEvents(InstantSource.system()),
                new RequestIds("t"))
            .orElseThrow();
  }

  @AfterEach
  void close() {
    telemetry.close();
    server.close();
    client.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private String metrics() throws IOException, InterruptedException {
    HttpResponse<String> reply = get("/metrics");
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    return reply.body();
  }

  private void ask(String request, String body, String... fields) {
    assertThat(server.answer(request, body, fields).status()).isPositive();
  }

  private void askThisAndThat() {
    String mine = "X-API-Key: " + key;
    ask("GET /auth/whoami", "", mine);
    ask("GET /auth/whoami", "", mine);
    ask("GET /memories/alice-in-wonderland", "", mine);
    ask("GET /memories/the-mad-hatter", "", mine);
    ask(
        "POST /memories",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"I like tarts\"}]}",
        mine);
    ask("GET /memories/x", "", "X-API-Key: " + key.substring(0, 40) + "wrong");
    ask("GET /memories/x", "");
    ask("GET /api/v1/sessions/" + UUID.randomUUID(), "", mine);
    ask("GET /nowhere/" + UUID.randomUUID(), "", mine);
    ask("DELETE /auth/whoami", "", mine);
  }

  @Test
  void requests_are_counted_by_dialect_route_and_status() throws IOException, InterruptedException {
    askThisAndThat();

    assertThat(metrics().lines())
        .contains(
            requests("own", "GET", "/auth/whoami", 200) + "2.0",
            requests("mem0", "GET", "/memories/{user_id}", 200) + "1.0",
            requests("mem0", "GET", "/memories/{user_id}", 403) + "2.0",
            requests("mem0", "GET", "/memories/{user_id}", 401) + "1.0",
            requests("zep", "GET", "/api/v1/sessions/{session_id}", 404) + "1.0",
            requests("none", "none", "none", 404) + "1.0",
            requests("none", "none", "none", 405) + "1.0",
            "memwarden_authentications_total{outcome=\"accepted\"} 6.0",
            "memwarden_authentications_total{outcome=\"malformed_key\"} 1.0",
            "memwarden_authentications_total{outcome=\"no_credential\"} 1.0",
            "memwarden_authentications_total{outcome=\"revoked\"} 0.0",
            "memwarden_denials_total{reason=\"out_of_reach\"} 1.0",
            "memwarden_limits_exceeded_total{limit=\"tenant\"} 0.0",
            "memwarden_decision_duration_seconds_count 4",
            "memwarden_request_duration_seconds_count{dialect=\"own\"} 2",
            "memwarden_connections 7.0",
            "memwarden_requests_active 3.0",
            "memwarden_body_bytes 1000.0",
            "memwarden_store_writes_waiting 0.0",
            "memwarden_jobs_waiting 0.0",
            "memwarden_redis_failures_total 5.0",
            "memwarden_ready 1.0");
  }

  private static String requests(String dialect, String method, String route, int status) {
    return "memwarden_requests_total{dialect=\"%s\",method=\"%s\",route=\"%s\",status=\"%d\"} "
        .formatted(dialect, method, route, status);
  }

  @Test
  void limits_that_are_hit_are_counted() throws IOException, InterruptedException {
    for (int i = 0; i < 205; i++) {
      ask("GET /auth/whoami", "", "X-API-Key: " + key);
    }

    assertThat(metrics().lines())
        .contains(
            "memwarden_limits_exceeded_total{limit=\"tenant\"} 5.0",
            "memwarden_limits_exceeded_total{limit=\"key\"} 0.0",
            requests("own", "GET", "/auth/whoami", 429) + "5.0");
  }

  // Attack 3.17, and the number of series is bounded: nothing that a caller sends becomes a label.
  @Test
  void nothing_in_metrics_names_anybody_however_many_ids_are_asked_for()
      throws IOException, InterruptedException {
    askThisAndThat();
    String before = metrics();
    for (int i = 0; i < 100; i++) {
      String id = UUID.randomUUID().toString();
      ask("GET /memories/" + id, "", "X-API-Key: " + id);
      ask("GET /nowhere/" + id + "?user_id=" + id, "", "traceparent: " + id);
      ask("DELETE /memories/" + id + "/x", "", "X-API-Key: " + key);
    }
    String after = metrics();

    assertThat(after)
        .doesNotContain(key)
        .doesNotContain(key.substring(4, 20))
        .doesNotContain("wonderland")
        .doesNotContain("hatter")
        .doesNotContain("tarts");
    Set<String> more = series(after);
    more.removeAll(series(before));
    assertThat(more).isEmpty();
  }

  private static Set<String> series(String metrics) {
    return metrics
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void alive_is_whoever_answers_and_ready_who_can_answer_everything()
      throws IOException, InterruptedException {
    assertThat(get("/livez").body()).isEqualTo("{\"alive\":true}");
    assertThat(ready())
        .isEqualTo("200 {\"ready\":true,\"store\":true,\"embedder\":true,\"stopping\":false}");

    embedder.set(false);
    assertThat(ready())
        .isEqualTo("503 {\"ready\":false,\"store\":true,\"embedder\":false,\"stopping\":false}");
    embedder.set(true);
    store.set(() -> {
      throw new StoreUnavailableException("disk gone");
    });
    assertThat(ready())
        .isEqualTo("503 {\"ready\":false,\"store\":false,\"embedder\":true,\"stopping\":false}");
    assertThat(metrics()).contains("memwarden_ready 0.0").doesNotContain("memwarden_jobs_waiting ");
    store.set(server.load());
    stopping.set(true);
    assertThat(ready())
        .isEqualTo("503 {\"ready\":false,\"store\":true,\"embedder\":true,\"stopping\":true}");
    assertThat(get("/livez").statusCode()).isEqualTo(200);
  }

  private String ready() throws IOException, InterruptedException {
    HttpResponse<String> reply = get("/readyz");
    return reply.statusCode() + " " + reply.body();
  }

  @Test
  void nothing_else_is_served_there() throws IOException, InterruptedException {
    for (String path :
        new String[] {"/", "/memories/x", "/auth/whoami", "/metrics/", "/openapi.json"}) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void the_dashboard_asks_for_metrics_that_there_are() throws IOException, InterruptedException {
    askThisAndThat();
    Set<String> served =
        series(metrics()).stream()
            .map(series -> series.replaceFirst("\\{.*", ""))
            .collect(Collectors.toSet());

    String text = Files.readString(DASHBOARD);
    JsonNode dashboard = ((Parsed.Value) Json.parse(text)).node();
    List<String> queries =
        dashboard.path("panels").values().stream()
            .flatMap(panel -> panel.path("targets").values().stream())
            .map(target -> target.path("expr").stringValue())
            .toList();
    Set<String> asked =
        queries.stream()
            .flatMap(query -> METRIC.matcher(query).results())
            .map(match -> match.group())
            .collect(Collectors.toSet());
    assertThat(queries).hasSizeGreaterThan(10);
    assertThat(served).containsAll(asked);
  }
}
