package dev.memwarden.server.dialect.mem0;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Identity;
import dev.memwarden.memory.ExtractiveAnswerer;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.VerbatimExtractor;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.RequestTarget;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Routes;
import dev.memwarden.server.http.Routes.Found;
import dev.memwarden.server.http.Wire;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a known caller sends to a guarded route: it is refused with reasons, or it demands
/// something of the caller's own tenant and can be sent on as it was understood.
class WireFuzzTest {
  private static final Served SERVED = new Served();
  private static final Mem0Dialect DIALECT = dialect();
  private static final Routes ROUTES = Routes.of(List.of(DIALECT));

  static Stream<byte[]> seeds() {
    return Stream.of(
            "POST /memories\n{\"messages\":[{\"role\":\"user\",\"content\":\"I love tea\"}]}",
            "POST /memories\n{\"messages\":[{\"role\":\"u\",\"content\":\"\"}],\"user_id\":\"bob\","
                + "\"agent_id\":\"a\",\"run_id\":null,\"metadata\":{\"n\":[1.50,1e5]},\"infer\":false}",
            "POST /memories\n{\"messages\":[],\"metadata\":{\"n\":" + "1".repeat(98) + "e99}}",
            "POST /memories\n{\"messages\":[],\"metadata\":{\"n\":-" + "9".repeat(100) + "}}",
            "POST /memories\n{\"messages\":[],\"metadata\":{\"n\":-0.0,\"m\":0e-2147483647}}",
            "POST /memories\n{\"messages\":{},\"user_id\":7,\"metadata\":[],\"infer\":\"no\"}",
            "POST /memories\n[]",
            "POST /memories\n",
            "POST /memories/search\n{\"query\":\"tea\",\"user_id\":\"*\",\"limit\":1000}",
            "POST /memories/search\n{\"query\":\"\",\"filters\":{\"OR\":[{\"user_id\":\"bob\"}]},\"limit\":1e2}",
            "POST /chat\n{\"message\":\"What do I love?\",\"user_id\":[\"alice\",\"bob\"]}",
            "PUT /memories\n{\"memory_id\":\"m1\",\"id\":\"m1\",\"data\":\"x\",\"text\":\"x\",\"user_id\":\"bob\"}",
            "PUT /memories\n{\"memory_id\":\"m1\",\"id\":\"m2\",\"data\":\" \"}",
            "DELETE /memories/m1?user_id=bob",
            "DELETE /memories/user/alice?run_id=r&agent_id=a%2Fb+c",
            "GET /memories/al%C3%AFce%20*+?limit=007&limit=7",
            "GET /memories/bob?limit=-0&run_id=",
            "GET /graph/relationships/alice?limit=1000",
            "GET /stats/alice?user_id=bob")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_request_is_refused_or_means_one_thing(byte[] bytes) {
    String[] parts = new String(bytes, ISO_8859_1).split("\n", 2);
    String[] line = parts[0].split(" ", 2);
    Optional<Method> method = Method.of(line[0]);
    if (method.isPresent() && line.length > 1) {
      Body body = Body.of((parts.length > 1 ? parts[1] : "").getBytes(ISO_8859_1));
      route(method.get(), line[1], body)
          .ifPresent(routed -> {
            for (String caller : List.of("alice", "planner", "service", "admin")) {
              judge(routed.route(), SERVED.identity(caller), routed.call());
            }
          });
    }
  }

  private static <Q> void judge(Route.Guarded<Q> route, Identity who, Call call) {
    switch (route.wire().decode(who, call)) {
      case Decoded.Malformed<Q>(List<Problem> problems) -> {
        assertThat(problems).isNotEmpty();
        var reply = DIALECT.malformed(problems);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(Json.parse(reply.bytes())).isInstanceOf(Parsed.Value.class);
      }
      case Decoded.Request<Q>(Q request) -> {
        List<Demand> demands = route.demands().apply(who, request);
        assertThat(demands).anyMatch(demand -> !demand.optional());
        assertThat(demands)
            .allMatch(demand -> demand.box().tenant().equals(Extent.of(who.principal().tenant())));

        Wire.Encoded encoded = route.wire().encode(request);
        var again = route(call.method(), encoded.target(), encoded.body());
        assertThat(again).map(Routed::route).hasValue(route);
        assertThat(route.wire().decode(who, again.orElseThrow().call()))
            .isEqualTo(new Decoded.Request<>(request));
      }
    }
  }

  private record Routed(Route.Guarded<?> route, Call call) {}

  private static Optional<Routed> route(Method method, String line, Body body) {
    return RequestTarget.parse(line)
        .flatMap(target ->
            ROUTES.find(Optional.of(method), target.segments()) instanceof Found.Hit hit
                    && hit.route() instanceof Route.Guarded<?> guarded
                ? Optional.of(
                    new Routed(
                        guarded,
                        new Call(method, hit.values(), target.query(), body, Served.HERE, "test")))
                : Optional.empty());
  }

  private static Mem0Dialect dialect() {
    var store = new MapStore();
    var embedder = new LengthEmbedder();
    var noon = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
    var engine =
        new MemoryEngine(store, store, embedder, new VerbatimExtractor(), noon, () -> "m1");
    return new Mem0Dialect(engine, new ExtractiveAnswerer(), store, embedder.model(), true);
  }
}
