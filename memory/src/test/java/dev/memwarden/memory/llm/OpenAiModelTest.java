package dev.memwarden.memory.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.memwarden.auth.Secret;
import dev.memwarden.memory.llm.LanguageModelUnavailableException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiModelTest {
  private static final Prompt PROMPT = Prompt.of("Be brief.", "<data>\n{}\n</data>");
  private static final OpenAiModel.Options WHOLE =
      new OpenAiModel.Options(Duration.ofSeconds(2), Duration.ofMillis(100), 64 * 1024, false);
  private static final OpenAiModel.Options PATIENT =
      new OpenAiModel.Options(Duration.ofSeconds(2), Duration.ofSeconds(30), 64 * 1024, false);

  private final ModelPeer peer = new ModelPeer();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<OpenAiModel> models = new ArrayList<>();

  @AfterEach
  void close() {
    models.forEach(OpenAiModel::close);
    peer.close();
  }

  @Test
  void an_answer_comes_whole() {
    peer.answering(ModelPeer.says("Hello"));

    assertThat(model(PATIENT).complete(PROMPT, budget())).isEqualTo(new Completion("Hello", 7));
    ModelPeer.Received asked = peer.received.getFirst();
    assertThat(asked.path()).isEqualTo("/v1/chat/completions");
    assertThat(asked.authorization()).isEqualTo("Bearer sesame");
    assertThat(asked.body())
        .contains("\"model\" : \"small\"", "Be brief.", "\"max_completion_tokens\" : 8192");
  }

  @Test
  void an_answer_comes_in_pieces() {
    peer.answering(
        ModelPeer.streams(
            ModelPeer.piece("Hel"),
            ModelPeer.piece("lo"),
            ModelPeer.end("stop"),
            "{\"id\":\"c1\",\"choices\":[],\"usage\":"
                + "{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}",
            "[DONE]"));

    assertThat(model(PATIENT.streaming(true)).complete(PROMPT, budget()))
        .isEqualTo(new Completion("Hello", 2));
    assertThat(peer.received.getFirst().body()).contains("\"stream\" : true");
  }

  @Test
  void tokens_are_estimated_where_nobody_counts_them() {
    peer.answering(
        ModelPeer.streams(ModelPeer.piece("Hello there"), ModelPeer.end("stop"), "[DONE]"));

    assertThat(model(PATIENT.streaming(true)).complete(PROMPT, budget()).tokens()).isEqualTo(4);
  }

  @Test
  void a_busy_endpoint_is_asked_again_when_it_says() {
    peer.answering(
        ModelPeer.status(429, Map.of("Retry-After", "2")),
        ModelPeer.status(503, Map.of("Retry-After", "soon")),
        ModelPeer.says("Hello"));

    assertThat(model(PATIENT).complete(PROMPT, budget()).text()).isEqualTo("Hello");
    assertThat(pauses.getFirst()).isEqualTo(Duration.ofSeconds(2));
    assertThat(pauses.getLast()).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
  }

  @Test
  void nobody_waits_for_an_hour() {
    peer.answering(ModelPeer.status(429, Map.of("Retry-After", "3600")));

    assertThat(failure(PATIENT).reason()).isEqualTo(Reason.BUSY);
    assertThat(peer.received).hasSize(1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void a_broken_endpoint_is_given_up_after_three_tries() {
    peer.answering(ModelPeer.status(500, Map.of()));

    assertThat(failure(PATIENT).reason()).isEqualTo(Reason.BUSY);
    assertThat(peer.received).hasSize(3);
    assertThat(pauses).hasSize(2);
  }

  @Test
  void no_try_goes_beyond_the_budget() {
    peer.answering(ModelPeer.status(500, Map.of()));
    var two = new Budget(new Budget.Limits(2, Duration.ofSeconds(30), 1000, 100), clock());

    OpenAiModel model = model(PATIENT);
    assertThatThrownBy(() -> model.complete(PROMPT, two))
        .isInstanceOfSatisfying(
            LanguageModelUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.OVER_BUDGET));
    assertThat(peer.received).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"400", "401", "403", "404", "302"})
  void a_refusal_is_final_and_keeps_what_it_said_to_itself(int status) {
    peer.answering(ModelPeer.status(status, Map.of("Location", peer.url() + "/elsewhere")));

    LanguageModelUnavailableException failure = failure(PATIENT);

    assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
    assertThat(failure).hasMessageNotContaining("sesame").hasNoCause();
    assertThat(peer.received).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_slow_first_byte_is_not_waited_for(boolean streaming) {
    peer.answering(peer.silent());

    assertThat(failure(WHOLE.streaming(streaming)).reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(peer.received).hasSize(1);
  }

  @Test
  void a_stream_that_stops_is_not_waited_for() {
    peer.answering(peer.streamsAndStops(ModelPeer.piece("Hel")));

    assertThat(failure(WHOLE.streaming(true)).reason()).isEqualTo(Reason.TIMED_OUT);
  }

  @Test
  void a_stream_that_trickles_ends_with_the_budget() {
    peer.answering(exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      while (true) {
        exchange.getResponseBody().write(": still alive\n\n".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
      }
    });
    // Each look at the clock, and so each part of the stream, costs a second.
    var ticking =
        new InstantSource() {
          private Instant now = Instant.EPOCH;

          @Override
          public Instant instant() {
            now = now.plusSeconds(1);
            return now;
          }
        };

    var endless =
        new OpenAiModel.Options(
            Duration.ofSeconds(2), Duration.ofSeconds(30), Integer.MAX_VALUE, true);
    OpenAiModel model = model(endless);
    var budget = new Budget(Budget.Limits.DEFAULT, ticking);
    assertThatThrownBy(() -> model.complete(PROMPT, budget))
        .isInstanceOfSatisfying(
            LanguageModelUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT));
  }

  @Test
  void a_connection_that_breaks_is_tried_again() throws IOException {
    int nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }

    OpenAiModel model = model("http://127.0.0.1:" + nobody, PATIENT);
    Budget budget = budget();
    assertThatThrownBy(() -> model.complete(PROMPT, budget))
        .isInstanceOfSatisfying(
            LanguageModelUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
    assertThat(pauses).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          application/json | {"choices":[{"message":{"role":"assistant","content":"Hel
          application/json | {}
          application/json | []
          application/json | {"choices":[]}
          application/json | {"choices":[{"index":0,"finish_reason":"stop"}]}
          application/json | {"choices":[{"message":{"role":"assistant"},"finish_reason":"stop"}]}
          application/json | {"choices":[{"message":{"content":"Hel"},"finish_reason":"length"}]}
          application/json | {"choices":[{"message":{"content":" "},"finish_reason":"stop"}]}
          application/json | {"choices":[{"message":{"content":null,"refusal":"No."},"finish_reason":"stop"}]}
          application/json | {"choices":[{"message":{"content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"rm","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}
          application/json | {"error":{"message":"sorry"}}
          text/html        | <html>Hello</html>
          text/event-stream| data: {"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}
          """)
  void what_is_no_answer_is_not_taken_for_one(String type, String body) {
    peer.answering(ModelPeer.document(type, body));

    assertThat(failure(PATIENT).reason()).isEqualTo(Reason.USELESS);
    assertThat(peer.received).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_huge_response_is_not_read_to_its_end(boolean streaming) {
    peer.answering(exchange -> {
      exchange
          .getResponseHeaders()
          .set("Content-Type", streaming ? "text/event-stream" : "application/json");
      exchange.sendResponseHeaders(200, 0);
      byte[] blanks = " ".repeat(8192).getBytes(StandardCharsets.UTF_8);
      while (true) {
        exchange.getResponseBody().write(blanks);
      }
    });

    assertThat(failure(PATIENT.streaming(streaming)))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.USELESS))
        .hasMessageContaining("too long");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"id":"c1","choices":[{"index":0,"delta":{"content":"Hel"}}]}
          {"id":"c1","choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":"length"}]}
          {"id":"c1","choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":"stop"}]
          {"error":{"message":"overloaded"}}
          [DONE]
          """)
  void a_stream_that_breaks_off_is_no_answer(String event) {
    peer.answering(ModelPeer.streams(event));

    assertThat(failure(PATIENT.streaming(true)).reason()).isEqualTo(Reason.USELESS);
  }

  @Test
  void the_key_is_not_printed() {
    assertThat(model(PATIENT).toString()).contains("small").doesNotContain("sesame");
  }

  private LanguageModelUnavailableException failure(OpenAiModel.Options options) {
    OpenAiModel model = model(options);
    Budget budget = budget();
    return catchThrowableOfType(
        LanguageModelUnavailableException.class, () -> model.complete(PROMPT, budget));
  }

  private OpenAiModel model(OpenAiModel.Options options) {
    return model(peer.url(), options);
  }

  private OpenAiModel model(String url, OpenAiModel.Options options) {
    var model =
        new OpenAiModel(
            Endpoint.of(url, Optional.of(Secret.of("sesame")), "small", false),
            options,
            new Random(1),
            clock(),
            pauses::add);
    models.add(model);
    return model;
  }

  private static Budget budget() {
    return new Budget(Budget.Limits.DEFAULT, clock());
  }

  private static InstantSource clock() {
    return InstantSource.fixed(Instant.EPOCH);
  }
}
