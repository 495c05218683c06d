package dev.memwarden.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.admin.ControlSocket;
import dev.memwarden.server.http.Json;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists that have more than one page, of a server that answers as the test says.
class ListingTest {
  @TempDir Path data;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
  private final List<String> printedBefore = new CopyOnWriteArrayList<>();
  private boolean fails;
  private ControlSocket socket;

  @BeforeEach
  void listen() throws IOException {
    socket = ControlSocket.open(data, this::answer, timer);
  }

  @AfterEach
  void end() throws IOException {
    socket.close();
    timer.shutdownNow();
  }

  private AdminReply answer(AdminRequest request) {
    asked.add(request.query());
    printedBefore.add(out.toString(UTF_8));
    return switch (request.query().getOrDefault("beyond", "")) {
      case "" -> page("user:b", "a", "b");
      case "user:b" ->
          fails ? AdminReply.problem(503, "not now") : page("user:long", "long".repeat(5));
      case "user:long" -> page(null, "c");
      default -> AdminReply.problem(422, "never asked for");
    };
  }

  private static AdminReply page(String next, String... ids) {
    ObjectNode body = Json.object();
    ArrayNode users = body.putArray("users");
    for (String id : ids) {
      users
          .addObject()
          .put("kind", "user")
          .put("id", id)
          .put("status", "active")
          .put("created_at", "then")
          .put("changed_at", "now");
    }
    return new AdminReply(200, body.put("next", next));
  }

  private int list(String... more) {
    String[] args = new String[4 + more.length];
    System.arraycopy(new String[] {"user", "list", "--data", data.toString()}, 0, args, 0, 4);
    System.arraycopy(more, 0, args, 4, more.length);
    return Memwarden.run(
        args,
        new Surroundings(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            new BufferedReader(new StringReader("")),
            false,
            Map.of(),
            data,
            () -> Instant.EPOCH));
  }

  @Test
  void a_table_is_printed_page_by_page_under_one_head() {
    assertThat(list()).isZero();

    assertThat(out.toString(UTF_8))
        .isEqualToNormalizingNewlines(
            """
            KIND  ID  STATUS  CREATED  CHANGED
            user  a   active  then     now
            user  b   active  then     now
            user  longlonglonglonglong  active  then     now
            user  c                     active  then     now
            """);
    assertThat(asked)
        .containsExactly(
            Map.of("limit", "1000"),
            Map.of("limit", "1000", "beyond", "user:b"),
            Map.of("limit", "1000", "beyond", "user:long"));
    assertThat(printedBefore.get(1)).contains("user  b").doesNotContain("long");
  }

  @Test
  void json_is_one_array() {
    assertThat(list("-o", "json")).isZero();

    String item =
        "{\"kind\":\"user\",\"id\":\"%s\",\"status\":\"active\",\"created_at\":\"then\",\"changed_at\":\"now\"}";
    assertThat(out.toString(UTF_8).strip())
        .isEqualTo(
            "["
                + String.join(
                    ",",
                    item.formatted("a"),
                    item.formatted("b"),
                    item.formatted("longlonglonglonglong"),
                    item.formatted("c"))
                + "]");
    assertThat(printedBefore.get(1)).startsWith("[{").contains("\"b\"").doesNotContain("long");
  }

  @Test
  void a_list_that_could_not_be_read_to_its_end_does_not_look_whole() {
    fails = true;

    assertThat(list("-o", "json")).isEqualTo(1);
    assertThat(out.toString(UTF_8)).startsWith("[{").doesNotContain("]");
    assertThat(err.toString(UTF_8)).contains("not now");
  }
}
