package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// One user's working memories, each longer by one message with every write, and what was
/// acknowledged of them, for [KillIT].
final class KilledSessions {
  private static final String WORKING = "/v1/working-memory/";
  private static final int MESSAGES = 6;

  /// Longer than the first pause of a job whose attempt died with the server.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String key;

  /// How many messages of a session were acknowledged.
  private final Map<String, Integer> said = new ConcurrentHashMap<>();

  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final Set<String> deleteAsked = ConcurrentHashMap.newKeySet();
  private int begun;

  /// @param key whose
  KilledSessions(String key) {
    this.key = key;
  }

  /// Writes one session after the other, each when all of the one before is remembered, so that a
  /// kill mostly comes while something is promoted. Until the server is gone.
  void write(ServerProcess processes, Semaphore acknowledged) {
    try {
      while (true) {
        String session = "s" + begun++;
        for (int count = 1; count <= MESSAGES; count++) {
          String reply = processes.put(WORKING + session, key, document(session, count));
          assertThat(reply).startsWith("200 ");
          said.put(session, count);
          acknowledged.release();
        }
        JsonNode _ = remembered(processes, session);
        if (begun % 3 == 0) {
          deleteAsked.add(session);
          assertThat(processes.delete(WORKING + session, key)).startsWith("200 ");
          deleted.add(session);
          acknowledged.release();
        }
      }
    } catch (IOException | InterruptedException _) {
      return;
    }
  }

  /// What was acknowledged is there, and remembered without being sent again: once.
  void verify(ServerProcess processes) throws IOException, InterruptedException {
    for (Map.Entry<String, Integer> one : said.entrySet()) {
      String session = one.getKey();
      if (deleted.contains(session)) {
        assertThat(processes.get(WORKING + session, key)).startsWith("404 ");
      } else if (!deleteAsked.contains(session)) {
        JsonNode now = remembered(processes, session);
        List<String> texts = texts(now, "messages", "content");
        // One more may have been written, and not acknowledged.
        assertThat(texts.size()).isBetween(one.getValue(), one.getValue() + 1);
        assertThat(texts).isEqualTo(sentences(session, texts.size()));
        assertThat(longTerm(processes, session))
            .as(session)
            .containsExactlyInAnyOrderElementsOf(
                Stream.concat(texts.stream(), Stream.of(fact(session))).toList());
      }
    }
  }

  /// How many sessions were acknowledged, and not deleted.
  int size() {
    return said.size() - deleted.size();
  }

  private List<String> longTerm(ServerProcess processes, String session)
      throws IOException, InterruptedException {
    String reply =
        processes.post(
            "/v1/long-term-memory/search",
            key,
            "{\"session_id\":{\"eq\":\"" + session + "\"},\"limit\":100}");
    assertThat(reply).startsWith("200 ");
    return texts(body(reply), "memories", "text");
  }

  /// The session, as soon as all of it is in long-term memory.
  private JsonNode remembered(ServerProcess processes, String session)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      String reply = processes.get(WORKING + session, key);
      assertThat(reply).as(session).startsWith("200 ");
      JsonNode now = body(reply);
      if (Stream.of("messages", "memories")
          .flatMap(list -> now.path(list).valueStream())
          .noneMatch(one -> one.path("persisted_at").isNull())) {
        return now;
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(reply).isLessThan(PATIENCE);
    }
  }

  private static JsonNode body(String reply) {
    return ((Parsed.Value) Json.parse(reply.substring(reply.indexOf(' ') + 1))).node();
  }

  private static List<String> texts(JsonNode node, String list, String field) {
    return node.path(list).valueStream().map(one -> one.path(field).stringValue()).toList();
  }

  private static List<String> sentences(String session, int count) {
    return IntStream.range(0, count).mapToObj(i -> "sentence " + i + " of " + session).toList();
  }

  private static String fact(String session) {
    return "a fact of " + session;
  }

  private static String document(String session, int count) {
    List<String> sentences = sentences(session, count);
    return IntStream.range(0, count)
        .mapToObj(i ->
            "{\"role\":\"user\",\"id\":\"" + i + "\",\"content\":\"" + sentences.get(i) + "\"}")
        .collect(
            Collectors.joining(
                ",",
                "{\"messages\":[",
                "],\"memories\":[{\"id\":\"fact-"
                    + session
                    + "\",\"text\":\""
                    + fact(session)
                    + "\"}]}"));
  }
}
