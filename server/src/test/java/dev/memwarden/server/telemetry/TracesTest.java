package dev.memwarden.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.limit.Limit;
import dev.memwarden.server.http.Arrival;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Observed;
import dev.memwarden.server.telemetry.OtlpReceiver.Sent;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";
  private static final String SAMPLED = "00-" + TRACE + "-" + SPAN + "-01";

  private OtlpReceiver receiver;

  @BeforeEach
  void receive() throws IOException {
    receiver = new OtlpReceiver();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private Traces traces(double share) {
    return Traces.to(
        new Traces.Target(receiver.endpoint(), Map.of("X-Key", "secret"), "memory", share));
  }

  private static Arrival arrival(String traceparent, boolean fromProxy) {
    return new Arrival(
        "mem0",
        Optional.of(Method.GET),
        Optional.of("/memories/{user_id}"),
        Optional.of(traceparent).filter(text -> !text.isEmpty()),
        fromProxy);
  }

  private Sent only() {
    assertThat(receiver.spans()).hasSize(1);
    return receiver.spans().getFirst();
  }

  @Test
  void a_request_is_a_span_of_a_server() {
    try (Traces traces = traces(1)) {
      Observed request = traces.begins(arrival("", false));
      request.authenticated();
      request.deciding();
      request.decided();
      request.answered(200);
    }

    assertThat(receiver.requests())
        .containsExactly("POST /v1/traces application/x-protobuf secret");
    Sent span = only();
    assertThat(span.service()).isEqualTo("memory");
    assertThat(span.name()).isEqualTo("GET /memories/{user_id}");
    assertThat(span.kind()).isEqualTo(2);
    assertThat(span.parent()).isEmpty();
    assertThat(span.attributes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "http.request.method", "GET",
                "http.route", "/memories/{user_id}",
                "http.response.status_code", "200",
                "memwarden.dialect", "mem0"));
    assertThat(span.events()).containsExactly("authenticated", "deciding", "decided");
    assertThat(span.status()).isZero();
  }

  @Test
  void a_refusal_says_why_and_a_fault_is_an_error() {
    try (Traces traces = traces(1)) {
      Observed refused = traces.begins(arrival("", false));
      refused.refused(Refusal.REVOKED);
      refused.answered(401);
      Observed limited = traces.begins(arrival("", false));
      limited.tooOften(Limit.KEY);
      limited.answered(429);
      traces.begins(arrival("", false)).answered(503);
    }

    assertThat(receiver.spans())
        .extracting(span -> span.attributes().get("memwarden.refusal"))
        .containsExactly("revoked", null, null);
    assertThat(receiver.spans())
        .extracting(span -> span.attributes().get("memwarden.limit"))
        .containsExactly(null, "key", null);
    assertThat(receiver.spans()).extracting(Sent::status).containsExactly(0L, 0L, 2L);
  }

  @Test
  void a_request_without_a_route_says_nothing_of_its_path() {
    try (Traces traces = traces(1)) {
      traces
          .begins(new Arrival("none", Optional.empty(), Optional.empty(), Optional.empty(), false))
          .answered(404);
    }

    assertThat(only().name()).isEqualTo("_OTHER");
    assertThat(only().attributes()).doesNotContainKey("http.route");
  }

  // A trusted proxy has begun the trace; anybody else may say so, and is only linked.
  @Test
  void only_a_trusted_proxy_is_believed_about_the_trace() {
    try (Traces traces = traces(1)) {
      traces.begins(arrival(SAMPLED, true)).answered(200);
      traces.begins(arrival(SAMPLED, false)).answered(200);
      traces.begins(arrival("00-nonsense", true)).answered(200);
    }

    Sent believed = receiver.spans().get(0);
    assertThat(believed.trace()).isEqualTo(TRACE);
    assertThat(believed.parent()).isEqualTo(SPAN);
    Sent linked = receiver.spans().get(1);
    assertThat(linked.trace()).isNotEqualTo(TRACE);
    assertThat(linked.parent()).isEmpty();
    assertThat(linked.links()).containsExactly(TRACE + "/" + SPAN);
    assertThat(receiver.spans().get(2).links()).isEmpty();
  }

  @Test
  void a_stranger_does_not_choose_what_is_recorded() {
    try (Traces traces = traces(0)) {
      traces.begins(arrival(SAMPLED, false)).answered(200);
      traces.begins(arrival(SAMPLED, true)).answered(200);
    }

    assertThat(only().trace()).isEqualTo(TRACE);
  }

  @Test
  void a_collector_that_is_away_holds_nobody_up() {
    receiver.close();
    try (Traces traces = traces(1)) {
      for (int i = 0; i < 10_000; i++) {
        traces.begins(arrival("", false)).answered(200);
      }
    }
    assertThat(receiver.spans()).isEmpty();
  }

  @Test
  void a_target_does_not_show_its_headers() {
    assertThat(new Traces.Target("http://x", Map.of("k", "secret"), "s", 1).toString())
        .doesNotContain("secret");
  }
}
