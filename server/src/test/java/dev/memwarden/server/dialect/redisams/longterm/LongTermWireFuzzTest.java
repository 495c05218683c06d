package dev.memwarden.server.dialect.redisams.longterm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.server.http.OneMeaning;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests about long-term memory mean one thing, or nothing.
class LongTermWireFuzzTest {
  private static final String PATH = "/v1/long-term-memory";
  private static final String ONE = PATH + "/{memory_id}";

  private static final OneMeaning<SearchRequest> SEARCH =
      OneMeaning.of(PATH + "/search", new SearchRequest.OnWire(), SearchRequest::demands);

  private static final List<OneMeaning<?>> OTHERS =
      List.of(
          new OneMeaning<>(
              PATH + "/", new CreateRequest.OnWire(), (who, request) -> request.demands(who)),
          OneMeaning.of(ONE, new OneMemory.OnWire(), OneMemory::demands),
          OneMeaning.of(ONE, new EditRequest.OnWire(), EditRequest::demands),
          OneMeaning.of(PATH, new DeleteRequest.OnWire(), DeleteRequest::demands),
          OneMeaning.of(PATH + "/forget", new ForgetRequest.OnWire(), ForgetRequest::demands),
          OneMeaning.of(PATH + "/compact", new CompactRequest.OnWire(), CompactRequest::demands));

  private static final List<String> SEARCHES =
      List.of(
          "/p?optimize_query=false\n{}",
          """
          /p
          {"text":"a","search_mode":"hybrid","hybrid_alpha":0.25,"limit":"5","offset":3,
           "distance_threshold":0.3,"session_id":{"startswith":"s"},"namespace":{"in_":["a","b"]},
           "user_id":{"not_eq":"bob"},"topics":{"all":["x"],"not_in":["y"]},"entities":{"none":["z"]},
           "memory_type":{"eq":"semantic"},"created_at":{"between":["2025-01-01","2026-11-22T12:00:00+05:30"]},
           "last_accessed":{"gt":"2025-01-01T00:00:00Z"},"event_date":{"ne":"2025-01-01T00:00"},
           "recency_boost":false,"recency_semantic_weight":1,"recency_half_life_created_days":2.5}
          """,
          "/p\n{\"user_id\":{\"eq\":\"alice\"},\"topics\":{\"eq\":\"a|b\"}}");

  static Stream<byte[]> seeds() {
    return Stream.concat(
            SEARCHES.stream(),
            Stream.of(
                "/p\n{\"memories\":[{\"id\":\"a\",\"text\":\"b\",\"user_id\":\"alice\"}]}",
                "/p\n"
                    + "{\"memories\":[{\"id\":\"a\",\"text\":\"b\"},{\"id\":\"\"}],\"deduplicate\":0}",
                "/p?memory_ids=a&memory_ids=b%20c&memory_ids=a&user_id=alice",
                "/m%2F1?user_id=alice\n{\"text\":\"x\",\"topics\":[\"a\"],\"pinned\":true}",
                "/m1\n{\"event_date\":\"2025-01-01\",\"user_id\":\"bob\",\"namespace\":\"\"}",
                "/p\n{\"user_id\":{\"eq\":\"*\"},\"namespace\":{\"eq\":\"\"}}",
                "/p\n{\"user_id\":\"bob\"}",
                "/p\n{\"user_id\":[{\"eq\":\"bob\"}]}",
                "/p\n{\"created_at\":{\"between\":[]}}",
                "/p\n{\"topics\":{\"$ne\":\"x\"},\"$or\":[]}",
                "/p\n{\"recency_half_life_created_days\":0}",
                "/p\n{\"limit\":1e2}",
                "/p\n{\"hybrid_alpha\":-1e-400}",
                "/p?limit=7&dry_run=false&session_id=s&namespace=%2A\n{\"policy\":{\"max_age_days\":3,"
                    + "\"max_inactive_days\":\"4\",\"budget\":0,\"memory_type_allowlist\":[\"message\"],"
                    + "\"hard_age_multiplier\":2},\"pinned_ids\":[\"a\"]}",
                "/p\n{\"policy\":[]}"))
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_request_is_refused_or_means_one_thing(byte[] bytes) {
    int _ = SEARCH.check(bytes);
    OTHERS.forEach(other -> other.check(bytes));
  }

  @Test
  void what_is_well_formed_means_something() {
    assertThat(SEARCHES).allMatch(text -> SEARCH.check(text.getBytes(UTF_8)) == 3);
  }
}
