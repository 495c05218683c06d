package dev.memwarden.server.dialect.redisams.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.server.http.OneMeaning;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests for prompts mean one thing, or nothing.
class PromptWireFuzzTest {
  private static final OneMeaning<PromptRequest> PROMPT =
      new OneMeaning<>(
          "/v1/memory/prompt", new PromptRequest.OnWire(), (who, request) -> request.demands(who));

  private static final List<String> WELL_FORMED =
      List.of(
          "/p?optimize_query=true\n{\"query\":\"\"}",
          """
          /p
          {"query":"a","session":{"session_id":"s1","namespace":"n","user_id":"alice",
           "model_name":"gpt-4o","context_window_max":"4000"},"long_term_search":true}
          """,
          "/p\n{\"query\":\"a\",\"long_term_search\":{\"topics\":{\"any\":[\"b\"]},\"limit\":3}}",
          "/p\n{\"query\":\"a\",\"long_term_search\":false,\"session\":null}");

  static Stream<byte[]> seeds() {
    return Stream.concat(
            WELL_FORMED.stream(),
            Stream.of(
                "/p\n{}",
                "/p\n{\"query\":1}",
                "/p\n{\"query\":\"a\",\"session\":{}}",
                "/p\n{\"query\":\"a\",\"session\":{\"session_id\":\"\"}}",
                "/p\n{\"query\":\"a\",\"session\":{\"session_id\":null,\"user_id\":\"bob\"}}",
                "/p\n{\"query\":\"a\",\"long_term_search\":[true]}"))
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_request_is_refused_or_means_one_thing(byte[] bytes) {
    int _ = PROMPT.check(bytes);
  }

  @Test
  void what_is_well_formed_means_something() {
    assertThat(WELL_FORMED).allMatch(text -> PROMPT.check(text.getBytes(UTF_8)) == 3);
  }
}
