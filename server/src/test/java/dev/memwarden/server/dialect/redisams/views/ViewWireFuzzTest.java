package dev.memwarden.server.dialect.redisams.views;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.server.http.OneMeaning;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests about summary views and tasks mean one thing, or nothing.
class ViewWireFuzzTest {
  private static final String PATH = "/v1/summary-views";
  private static final String ONE = PATH + "/{view_id}";

  private static final OneMeaning<CreateViewRequest> CREATE =
      OneMeaning.of(PATH, new CreateViewRequest.OnWire(), CreateViewRequest::demands);

  private static final OneMeaning<PartitionRequest> PARTITION =
      OneMeaning.of(
          ONE + "/partitions/run", new PartitionRequest.OnWire(), PartitionRequest::demands);

  private static final List<OneMeaning<?>> OTHERS =
      List.of(
          OneMeaning.of(PATH, new ViewsRequest.OnWire(), ViewsRequest::demands),
          OneMeaning.of(ONE, new OneRequest.OnWire(PATH, "view_id"), OneRequest::deleting),
          OneMeaning.of(
              "/v1/tasks/{task_id}",
              new OneRequest.OnWire("/v1/tasks", "task_id"),
              OneRequest::reading),
          OneMeaning.of(
              ONE + "/partitions", new PartitionsRequest.OnWire(), PartitionsRequest::demands),
          OneMeaning.of(ONE + "/run", new RunRequest.OnWire(), RunRequest::demands));

  private static final List<String> VIEWS =
      List.of(
          "/p\n{\"source\":\"long_term\"}",
          """
          /p
          {"name":"n","source":"working_memory","group_by":["user_id","topics","user_id"],
           "filters":{"user_id":"alice","topics":["a","b"],"session_id":{"startswith":"s"},
                      "event_date":{"gt":"2025-01-01"},"entities":"x","created_at":7},
           "time_window_days":"30","continuous":true,"prompt":"in verse","model_name":"gpt-5"}
          """);

  private static final List<String> GROUPS =
      List.of(
          "/p\n{\"group\":{}}",
          "/p\n{\"group\":{\"user_id\":\"alice\",\"session_id\":\"*\",\"memory_type\":\"\",\"x\":\"y\"}}");

  static Stream<byte[]> seeds() {
    return Stream.of(
            VIEWS.stream(),
            GROUPS.stream(),
            Stream.of(
                "/p%20q?user_id=alice&namespace=%2A&memory_type=a%26b&session_id=s\n{\"task_id\":\"t\"}",
                "/p?user_id=alice&user_id=bob\n{\"task_id\":\"\",\"force\":1}",
                "/p\n{\"force\":true}",
                "/p\n{\"group\":{\"user_id\":null,\"namespace\":7}}",
                "/p\n{\"group\":[]}",
                "/p\n{\"source\":7,\"group_by\":\"user_id\",\"filters\":[],\"time_window_days\":0}",
                "/p\n{\"source\":\"long_term\",\"filters\":{\"user_id\":{\"eq\":\"\"},\"topics\":[]}}",
                "/p\n{\"source\":\"long_term\",\"filters\":{\"\":1,\"user_id\":null,\"$or\":[]}}"))
        .flatMap(texts -> texts)
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_request_is_refused_or_means_one_thing(byte[] bytes) {
    int _ = CREATE.check(bytes);
    int _ = PARTITION.check(bytes);
    OTHERS.forEach(other -> other.check(bytes));
  }

  @Test
  void what_is_well_formed_means_something() {
    assertThat(VIEWS).allMatch(text -> CREATE.check(text.getBytes(UTF_8)) == 3);
    assertThat(GROUPS).allMatch(text -> PARTITION.check(text.getBytes(UTF_8)) == 3);
  }
}
