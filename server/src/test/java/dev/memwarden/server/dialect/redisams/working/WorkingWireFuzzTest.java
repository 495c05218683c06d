package dev.memwarden.server.dialect.redisams.working;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.Action;
import dev.memwarden.server.http.OneMeaning;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests about working memory mean one thing, or nothing.
class WorkingWireFuzzTest {
  private static final String PATH = "/v1/working-memory/";
  private static final String SESSION = PATH + "{session_id}";

  private static final OneMeaning<SessionsRequest> LIST =
      OneMeaning.of(PATH, new SessionsRequest.OnWire(), SessionsRequest::demands);

  private static final OneMeaning<OneSession> ONE =
      OneMeaning.of(
          SESSION, new OneSession.OnWire(), request -> request.demands(Action.MEMORY_DELETE));

  private static final OneMeaning<PutRequest> PUT =
      OneMeaning.of(SESSION, new PutRequest.OnWire(), PutRequest::demands);

  private static final List<String> WELL_FORMED =
      List.of(
          "/s1?user_id=alice&model_name=gpt-4o&context_window_max=%2B12\n{}",
          """
          /s%25%E6%BC%A2
          {"messages":[{"role":"user","content":"\\u0001 \\ud83d\\ude00","id":"m","created_at":"2025-06-01T10:00:00.25Z"},
           {"role":"","content":""}],"memories":[{"id":"a","text":"b","topics":[],"entities":["c"],
           "event_date":"2025-01-01","pinned":true,"created_at":"2025-01-01 10:00:00.1234567+0130",
           "extracted_from":["x"],"metadata":{"a":1.50},"extraction_strategy_config":{"b":[1e3]}}],
           "data":{"n":1E+3,"":null},"context":"","ttl_seconds":"60",
           "long_term_memory_strategy":{"strategy":"custom","config":{"x":{}}}}
          """);

  static Stream<byte[]> seeds() {
    return Stream.concat(
            WELL_FORMED.stream(),
            Stream.of(
                "/p?limit=100&offset=1000000&user_id=a%20b%26c&namespace=%2A%E6%BC%A2",
                "/p?limit=0",
                "/p?limit=007&limit=7",
                "/p?offset=999999999999",
                "/p?user_id=&user_id=bob",
                "/s1?recent_messages_limit=3&namespace=%25",
                "/s1?model_name=gpt-5",
                "/s1\n{\"user_id\":\"bob\",\"namespace\":\"*\"}",
                "/s1?user_id=alice\n{\"user_id\":\"bob\"}",
                "/s1\n{\"messages\":[null,{},{\"role\":1,\"content\":[]}]}",
                "/s1\n{\"data\":[],\"ttl_seconds\":1.5,\"context\":7}",
                "/s1\n[]",
                "/s1\n{\"messages\":[{\"role\":\"a\",\"content\":\"b\",\"created_at\":1e99}]}"))
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_request_is_refused_or_means_one_thing(byte[] bytes) {
    int _ = LIST.check(bytes);
    int _ = ONE.check(bytes);
    int _ = PUT.check(bytes);
  }

  @Test
  void what_is_well_formed_means_something() {
    assertThat(WELL_FORMED).allMatch(text -> PUT.check(text.getBytes(UTF_8)) == 3);
  }
}
