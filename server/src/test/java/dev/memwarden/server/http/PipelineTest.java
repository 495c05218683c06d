package dev.memwarden.server.http;

import static dev.memwarden.server.http.Toy.request;
import static dev.memwarden.server.http.Toy.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Network;
import dev.memwarden.auth.limit.AddressLimit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineTest {
  private final Toy toy = new Toy();
  private final Pipeline pipeline = toy.pipeline();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          METHOD  | TARGET       | KEY        | BODY     | STATUS
          GET     | /open        |            |          | 200
          GET     | /open        | wrong      |          | 200
          GET     | /self        | key-alice  |          | 200
          GET     | /self        | slow-alice |          | 200
          GET     | /self        |            |          | 401
          GET     | /self        | wrong      |          | 401
          GET     | /self        | down       |          | 503
          POST    | /notes/alice | key-alice  | hello    | 200
          POST    | /notes/alice | slow-alice | hello    | 200
          POST    | /notes/alice | key-alice  | nonsense | 422
          POST    | /notes/alice |            | nonsense | 401
          POST    | /notes/alice | wrong      | nonsense | 401
          POST    | /notes/bob   | key-alice  | nonsense | 422
          POST    | /notes/bob   | key-alice  | hello    | 403
          POST    | /notes/reader| key-reader | hello    | 403
          GET     | /notes/reader| key-reader | hello    | 200
          GET     | /notes/alice | key-alice  | leak     | 500
          POST    | /notes/alice | key-alice  | leak     | 500
          GET     | /notes/alice | key-alice  | bug      | 500
          GET     | /notes/alice | key-alice  | store    | 503
          GET     | /notes/alice | key-alice  | model    | 503
          GET     | /nothing     | key-alice  |          | 404
          GET     | /self/       | key-alice  |          | 404
          GET     | /notes       | key-alice  |          | 404
          GET     | /notes/      | key-alice  |          | 404
          DELETE  | /self        |            |          | 405
          HEAD    | /self        | key-alice  |          | 405
          OPTIONS | /self        |            |          | 405
          TRACE   | /open        |            |          | 405
          get     | /open        |            |          | 405
          """)
  void answers(String method, String target, String key, String body, int status) {
    String content = body == null ? "" : body;
    Received request =
        key == null
            ? request(method, target, content)
            : request(method, target, content, "X-API-Key", key);

    assertThat(pipeline.answer(request).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | /self        |           |       | Bearer realm="memwarden"
          GET  | /self        | wrong     |       | Bearer realm="memwarden", error="invalid_token"
          POST | /notes/bob   | key-alice | hello | Bearer realm="memwarden", error="insufficient_scope", scope="memory:write"
          """)
  void every_refusal_carries_a_challenge(
      String method, String target, String key, String body, String challenge) {
    String content = body == null ? "" : body;
    Received request =
        key == null
            ? request(method, target, content)
            : request(method, target, content, "X-API-Key", key);

    assertThat(pipeline.answer(request).header("WWW-Authenticate")).hasValue(challenge);
  }

  // RFC 9728 §5.1. Host is the caller's choice, so the address comes from the configuration alone.
  @Test
  void challenges_name_the_metadata_as_soon_as_the_server_knows_its_address() {
    AtomicReference<Optional<String>> url = new AtomicReference<>(Optional.empty());
    Pipeline announcing = toy.pipeline(PipelineConfig.DEFAULT.announcing(url::get));
    Received foreign = request("GET", "/self", "", "X-API-Key", "wrong", "X-Forwarded-Host", "x.y");
    Received beyond = request("POST", "/notes/bob", "hello", "X-API-Key", "key-alice");

    assertThat(announcing.answer(foreign).header("WWW-Authenticate"))
        .hasValue("Bearer realm=\"memwarden\", error=\"invalid_token\"");
    url.set(Optional.of("https://memory.example.com/metadata"));
    assertThat(announcing.answer(foreign).header("WWW-Authenticate"))
        .hasValue(
            "Bearer realm=\"memwarden\", error=\"invalid_token\","
                + " resource_metadata=\"https://memory.example.com/metadata\"");
    assertThat(announcing.answer(beyond).header("WWW-Authenticate"))
        .hasValue(
            "Bearer realm=\"memwarden\", error=\"insufficient_scope\", scope=\"memory:write\","
                + " resource_metadata=\"https://memory.example.com/metadata\"");
  }

  @Test
  void two_credentials_are_one_request_too_many() {
    Reply reply =
        pipeline.answer(
            request(
                "GET", "/self", "", "X-API-Key", "key-alice", "Authorization", "Bearer key-bob"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("WWW-Authenticate"))
        .hasValue("Bearer realm=\"memwarden\", error=\"invalid_request\"");
  }

  @Test
  void nothing_of_a_foreign_row_leaves() {
    Reply reply = pipeline.answer(request("GET", "/notes/alice", "leak", "X-API-Key", "key-alice"));

    assertThat(text(reply)).doesNotContain("bob").contains("Internal server error");
  }

  @Test
  void a_bug_shows_its_request_id_and_nothing_else() {
    Reply reply =
        pipeline.answer(
            request("GET", "/notes/alice", "bug", "X-API-Key", "key-alice", "X-Request-ID", "r.1"));

    assertThat(text(reply)).isEqualTo("{\"toy\":\"Internal server error (request r.1)\"}");
  }

  @Test
  void what_is_refused_was_never_done() {
    pipeline.answer(request("POST", "/notes/bob", "hello", "X-API-Key", "key-alice"));
    pipeline.answer(request("POST", "/notes/alice", "hello", "X-API-Key", "wrong"));
    pipeline.answer(request("POST", "/notes/alice", "nonsense", "X-API-Key", "key-alice"));

    assertThat(toy.log).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          abc,     abc
          A.b_c-9, A.b_c-9
          """)
  void a_request_id_comes_back(String given, String shown) {
    Reply reply = pipeline.answer(request("GET", "/open", "", "X-Request-ID", given));

    assertThat(reply.header("X-Request-ID")).hasValue(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä", "a\"b", "<script>"})
  void a_strange_request_id_is_replaced(String given) {
    Reply reply = pipeline.answer(request("GET", "/open", "", "X-Request-ID", given));

    assertThat(reply.header("X-Request-ID")).hasValue("t-1");
  }

  @Test
  void a_request_id_that_is_too_long_is_replaced() {
    assertThat(
            pipeline
                .answer(request("GET", "/open", "", "X-Request-ID", "a".repeat(65)))
                .header("X-Request-ID"))
        .hasValue("t-1");
  }

  @Test
  void only_open_replies_may_be_stored() {
    assertThat(pipeline.answer(request("GET", "/open", "")).header("Cache-Control")).isEmpty();
    assertThat(pipeline.answer(request("GET", "/self", "")).header("Cache-Control"))
        .hasValue("no-store");
    assertThat(
            pipeline
                .answer(request("GET", "/notes/alice", "", "X-API-Key", "key-alice"))
                .header("Cache-Control"))
        .hasValue("no-store");
  }

  @Test
  void a_wrong_method_learns_the_right_ones() {
    assertThat(pipeline.answer(request("PUT", "/notes/alice", "")).header("Allow"))
        .hasValue("GET, POST");
  }

  @Test
  void a_store_that_is_away_asks_to_come_back() {
    assertThat(
            pipeline.answer(request("GET", "/self", "", "X-API-Key", "down")).header("Retry-After"))
        .hasValue("1");
  }

  @Test
  void of_one_address_only_so_many_are_looked_up_at_once() {
    Head unknown = request("GET", "/self", "", "X-API-Key", "down").head();
    Head known = request("GET", "/self", "", "X-API-Key", "key-alice").head();
    List<Stage> stages = Stream.generate(() -> pipeline.start(unknown)).limit(300).toList();

    assertThat(stages.subList(0, 256)).hasOnlyElementsOfType(Stage.Unjudged.class);
    assertThat(stages.subList(256, 300))
        .allSatisfy(stage ->
            assertThat(stage)
                .isInstanceOfSatisfying(
                    Stage.Delayed.class,
                    late -> assertThat(late.answer().whole().status()).isEqualTo(429)));
    assertThat(pipeline.start(known)).isInstanceOf(Stage.Answered.class);
    assertThat(pipeline.judge((Stage.Unjudged) stages.getFirst()))
        .isInstanceOf(Stage.Answered.class);
    assertThat(pipeline.start(unknown)).isInstanceOf(Stage.Unjudged.class);
  }

  @Test
  void what_cannot_be_judged_counts_as_a_guess_and_is_told_late_beyond_the_limit() {
    Pipeline limited =
        toy.pipeline(
            new PipelineConfig(
                100_000, TrustedProxies.NONE, false, AddressLimit.perMinute(2, () -> 0)));
    Head down = request("GET", "/self", "", "X-API-Key", "down").head();
    List<Stage> stages =
        Stream.generate(() -> limited.start(down))
            .limit(3)
            .map(Stage.Unjudged.class::cast)
            .map(limited::judge)
            .toList();

    assertThat(stages.subList(0, 2)).hasOnlyElementsOfType(Stage.Answered.class);
    assertThat(stages.getLast())
        .isInstanceOfSatisfying(
            Stage.Delayed.class, late -> assertThat(late.answer().whole().status()).isEqualTo(503));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          GET,  /open,        '',        65536, 200
          GET,  /open,        '',        65537, 413
          POST, /notes/alice, key-alice, 65537, 200
          POST, /notes/alice, key-alice, 100000, 200
          POST, /notes/alice, key-alice, 100001, 413
          POST, /notes/alice, wrong,     100001, 401
          """)
  void a_body_is_bounded(String method, String target, String key, int length, int status) {
    Pipeline small = toy.pipeline(new PipelineConfig(100_000, TrustedProxies.NONE, false));

    Reply reply = small.answer(request(method, target, "x".repeat(length), "X-API-Key", key));

    assertThat(reply.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          HOST            | FIELD             | VALUE                 | STATUS
          localhost       | X-None            | x                     | 200
          LOCALHOST:8000  | X-None            | x                     | 200
          127.0.0.1:8000  | Origin            | http://localhost:3000 | 200
          [::1]:8000      | Origin            | http://[::1]:3000     | 200
          evil.example    | X-None            | x                     | 403
          localhost.evil  | X-None            | x                     | 403
          127.0.0.1.evil  | X-None            | x                     | 403
          10.0.0.1        | X-None            | x                     | 403
          localhost       | Origin            | null                  | 403
          localhost       | Origin            | http://evil.example   | 403
          localhost       | Origin            | http://localhost.evil | 403
          localhost       | X-Forwarded-For   | 127.0.0.1             | 403
          localhost       | x-forwarded-host  | localhost             | 403
          localhost       | X-Forwarded-Proto | https                 | 403
          localhost       | Forwarded         | for=127.0.0.1         | 403
          localhost       | Via               | 1.1 proxy             | 403
          """)
  void with_authentication_off_only_this_machine_is_answered(
      String host, String field, String value, int status) {
    Pipeline open = toy.pipeline(new PipelineConfig(1_000, TrustedProxies.NONE, true));
    Head head =
        new Head(
            "GET",
            "/self",
            Headers.of(
                List.of(java.util.Map.entry("Host", host), java.util.Map.entry(field, value))),
            Toy.LOOPBACK);

    assertThat(open.answer(new Received(head, Body.EMPTY)).status()).isEqualTo(status);
  }

  @Test
  void the_address_of_a_call_is_the_clients() {
    TrustedProxies proxies = new TrustedProxies(List.of(Network.parse("127.0.0.0/8")));
    Pipeline behind = toy.pipeline(new PipelineConfig(1_000, proxies, false));
    Received received = request("GET", "/open", "", "X-Forwarded-For", "203.0.113.9, 198.51.100.7");

    assertThat(behind.start(received.head()))
        .isInstanceOfSatisfying(
            Stage.Ready.class,
            ready ->
                assertThat(ready.exchange().from().getHostAddress()).isEqualTo("198.51.100.7"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gone | 401 | Bearer realm="memwarden", error="invalid_token"
          dear | 403 | Bearer realm="memwarden", error="insufficient_scope", scope="memory:write"
          """)
  void a_no_of_the_route_itself_has_a_challenge_too(String text, int status, String challenge) {
    Reply reply =
        new Toy()
            .pipeline()
            .answer(Toy.request("POST", "/notes/alice", text, "X-API-Key", "key-alice"));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("WWW-Authenticate")).contains(challenge);
  }
}
