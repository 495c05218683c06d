package dev.memwarden.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.docs.Values.Case;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.RequestTarget;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Wire.Encoded;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the document says about requests is what the wires read and write: no more, and no less.
class RequestSchemaTest {
  private static final Identity ALICE =
      DocumentedServer.identity(Principal.Kind.USER, "alice", Action.ALL);

  @TempDir Path folder;

  private DocumentedServer server;

  @BeforeEach
  void open() {
    server = new DocumentedServer(folder, true);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void bodies_are_read_exactly_as_documented() {
    int cases = 0;
    for (Contents.Item item : server.contents.items()) {
      if (item.route() instanceof Route.Guarded<?> route && item.operation().body().isPresent()) {
        JsonNode schema =
            server.operation(item).at("/requestBody/content/application~1json/schema");
        for (Case one : new Values(server.document).of(schema)) {
          Outcome outcome = outcome(route, variables(route), Map.of(), one.value());
          assertThat(outcome.accepted())
              .as("%s %s: %s", route.match(), shortened(one.value()), outcome)
              .isEqualTo(one.accepted());
          outcome
              .encoded()
              .ifPresent(encoded ->
                  assertThat(
                          SchemaCheck.mistakes(
                              server.document,
                              schema,
                              DocumentedServer.json(
                                  new String(encoded.body().bytes(), StandardCharsets.UTF_8))))
                      .as("%s %s sent on: %s", route.match(), shortened(one.value()), encoded)
                      .isEmpty());
          cases++;
        }
      }
    }
    assertThat(cases).isGreaterThan(150);
  }

  @Test
  void parameters_are_read_exactly_as_documented() {
    int cases = 0;
    for (Contents.Item item : server.contents.items()) {
      if (item.route() instanceof Route.Guarded<?> route) {
        for (JsonNode parameter : server.operation(item).path("parameters")) {
          for (Case one : new Values(server.document).of(parameter.path("schema"))) {
            if (!standsInUrl(one.value(), parameter.path("schema"))) {
              continue;
            }
            Map<String, String> path = variables(route);
            Map<String, List<String>> query = new HashMap<>();
            if (parameter.path("in").stringValue().equals("path")) {
              String named = parameter.path("name").stringValue();
              boolean alone = !path.containsKey(named); // under another name in the document
              path.replaceAll(
                  (name, value) -> alone || name.equals(named) ? one.value().asString() : value);
            } else {
              query.put(parameter.path("name").stringValue(), List.of(one.value().asString()));
            }
            JsonNode body = example(item);
            Outcome outcome = outcome(route, path, query, body);
            assertThat(outcome.accepted())
                .as("%s %s %s: %s", route.match(), parameter, shortened(one.value()), outcome)
                .isEqualTo(one.accepted());
            outcome.encoded().ifPresent(encoded -> hasOnlyDocumented(encoded, item));
            cases++;
          }
        }
      }
    }
    assertThat(cases).isGreaterThan(50);
  }

  @Test
  void examples_make_sense_and_need_what_is_documented() {
    for (Contents.Item item : server.contents.items()) {
      if (item.route() instanceof Route.Guarded<?> route) {
        Set<Action> needs = Set.copyOf(item.operation().needs());
        assertThat(demanded(route, variables(route), example(item)))
            .as(route.match().toString())
            .isEqualTo(needs);
      } else {
        assertThat(item.operation().needs()).isEmpty();
      }
    }
  }

  private static JsonNode example(Contents.Item item) {
    return item.operation()
        .body()
        .flatMap(content -> content.example())
        .map(DocumentedServer::json)
        .orElse(null);
  }

  // Everything is text in a URL, and what is empty is not there.
  private static boolean standsInUrl(JsonNode value, JsonNode schema) {
    boolean number = schema.path("type").asString().equals("integer");
    return value.isString() ? !value.stringValue().isEmpty() : value.isNumber() && number;
  }

  private void hasOnlyDocumented(Encoded encoded, Contents.Item item) {
    RequestTarget target = RequestTarget.parse(encoded.target()).orElseThrow();
    List<String> documented =
        item.operation().parameters().stream().map(parameter -> parameter.name()).toList();
    assertThat(target.query().keySet()).isSubsetOf(documented);
    assertThat(target.segments()).hasSameSizeAs(item.route().match().segments());
  }

  /// What became of a request, and how the wire would write it if it made sense.
  private record Outcome(boolean accepted, Optional<Encoded> encoded, String problems) {}

  private static <Q> Outcome outcome(
      Route.Guarded<Q> route,
      Map<String, String> path,
      Map<String, List<String>> query,
      JsonNode body) {
    return switch (route.wire().decode(ALICE, call(route, path, query, body))) {
      case Decoded.Malformed<Q>(var problems) ->
          new Outcome(false, Optional.empty(), problems.toString());
      case Decoded.Request<Q>(Q request) ->
          new Outcome(true, Optional.of(route.wire().encode(request)), "");
    };
  }

  private static <Q> Set<Action> demanded(
      Route.Guarded<Q> route, Map<String, String> path, JsonNode body) {
    return switch (route.wire().decode(ALICE, call(route, path, Map.of(), body))) {
      case Decoded.Malformed<Q>(var problems) -> throw new AssertionError(problems);
      case Decoded.Request<Q>(Q request) ->
          route.demands().apply(ALICE, request).stream()
              .filter(demand -> !demand.optional())
              .map(Demand::action)
              .collect(Collectors.toSet());
    };
  }

  private static Call call(
      Route route, Map<String, String> path, Map<String, List<String>> query, JsonNode body) {
    return new Call(
        route.match().method(),
        path,
        query,
        body == null ? Body.EMPTY : Body.of(Json.write(body)),
        InetAddress.getLoopbackAddress(),
        "r-1");
  }

  private static Map<String, String> variables(Route route) {
    Map<String, String> values = new HashMap<>();
    route.match().variables().forEach(name -> values.put(name, DocumentedServer.variable(name)));
    return values;
  }

  private static String shortened(JsonNode value) {
    String text = value.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
