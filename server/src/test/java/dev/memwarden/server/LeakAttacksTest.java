package dev.memwarden.server;

import static dev.memwarden.server.LeaksStand.HOST;
import static dev.memwarden.server.LeaksStand.NOON;
import static dev.memwarden.server.LeaksStand.id;
import static dev.memwarden.server.LeaksStand.labels;
import static dev.memwarden.server.LeaksStand.report;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.leak.HostKey;
import dev.memwarden.server.leak.LeakReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Attack 3.18: reports of leaked keys that nobody has signed, that were changed, that come again,
/// that are very long, or that would have a key end that nobody has found.
class LeakAttacksTest {
  private static final HostKey STRANGER = HostKey.make("6e1f");
  private static final String REFUSED =
      "401 {\"type\":\"urn:memwarden:problem:unauthenticated\",\"title\":\"Not authenticated\","
          + "\"status\":401,\"detail\":\"The signature of the code host over this body is required.\"}";

  @TempDir Path folder;

  private LeaksStand stand;

  @BeforeEach
  void open() {
    stand = new LeaksStand(folder, Map.of());
  }

  @AfterEach
  void close() {
    stand.close();
  }

  @Test
  void a_bad_signature_ends_nothing_and_is_counted_as_such() {
    String key = stand.key("alice");
    String body = Json.text(report(key));
    byte[] bytes = body.getBytes(UTF_8);

    assertThat(stand.sendAs(HOST.id(), body, STRANGER.sign(bytes))).isEqualTo(REFUSED);
    assertThat(stand.sendAs(HOST.id(), body, HOST.sign((body + " ").getBytes(UTF_8))))
        .isEqualTo(REFUSED);
    assertThat(stand.sendAs(HOST.id(), body, "no base64")).isEqualTo(REFUSED);
    assertThat(stand.sendAs(HOST.id(), body, "AAAA")).isEqualTo(REFUSED);
    assertThat(stand.works(key)).isTrue();
    assertThat(stand.audit("default", "kind", "refusal"))
        .extracting(entry -> entry.path("reason").asString())
        .contains("WRONG_SIGNATURE", "MALFORMED_SIGNATURE");
  }

  @Test
  void the_signature_of_another_body_ends_nothing() {
    String key = stand.key("alice");
    String signature = HOST.sign(Json.write(report("sks-something-else")));

    assertThat(stand.sendAs(HOST.id(), Json.text(report(key)), signature)).isEqualTo(REFUSED);
    String spaced = Json.text(report(key)).replace(",", ", ");
    assertThat(stand.sendAs(HOST.id(), spaced, HOST.sign(Json.write(report(key)))))
        .isEqualTo(REFUSED);
    assertThat(stand.works(key)).isTrue();
  }

  @Test
  void missing_and_double_fields_are_refused_before_anything_is_read() {
    String key = stand.key("alice");
    String body = Json.text(report(key));
    String signature = HOST.sign(body.getBytes(UTF_8));
    String id = LeaksStand.ID_FIELD;
    String sign = LeaksStand.SIGNATURE_FIELD;

    assertThat(stand.send(body)).isEqualTo(REFUSED);
    assertThat(stand.send("no JSON")).isEqualTo(REFUSED);
    assertThat(stand.send(body, id, HOST.id())).isEqualTo(REFUSED);
    assertThat(stand.send(body, sign, signature)).isEqualTo(REFUSED);
    assertThat(stand.send(body, id, HOST.id(), id, HOST.id(), sign, signature)).isEqualTo(REFUSED);
    assertThat(stand.send(body, id, HOST.id(), sign, signature, sign, signature))
        .isEqualTo(REFUSED);
    assertThat(stand.send(body, "X-API-Key", key)).isEqualTo(REFUSED);
    assertThat(stand.host.asked()).isEmpty();
    assertThat(stand.works(key)).isTrue();
    assertThat(stand.audit("default", "kind", "refusal"))
        .extracting(entry -> entry.path("reason").asString())
        .contains("UNSIGNED", "MALFORMED_SIGNATURE")
        .doesNotContain("NO_CREDENTIAL");
  }

  @Test
  void a_flood_of_unknown_key_ids_asks_the_host_once_in_two_minutes() {
    String key = stand.key("alice");
    String body = Json.text(report(key));
    String signature = HOST.sign(body.getBytes(UTF_8));
    for (int i = 0; i < 200; i++) {
      assertThat(stand.sendAs("made-up-" + i, body, signature)).isEqualTo(REFUSED);
    }
    assertThat(stand.host.asked()).containsExactly("/keys");
    stand.now.set(NOON.plus(Duration.ofMinutes(2)));
    for (int i = 0; i < 200; i++) {
      assertThat(stand.sendAs("made-up-" + i, body, signature)).isEqualTo(REFUSED);
    }
    assertThat(stand.host.asked()).hasSize(2);
    assertThat(stand.works(key)).isTrue();
    assertThat(labels(stand.signed(body))).as("in the middle of it").isEqualTo("+");
    assertThat(stand.host.asked()).hasSize(2);
  }

  @Test
  void a_report_that_comes_again_is_answered_alike_and_changes_nothing() {
    String key = stand.key("alice");
    ArrayNode report = report(key, "nothing");
    String first = stand.signed(report);
    String then = stand.revocation("default", key);
    try (AllLog log = new AllLog()) {
      for (int i = 0; i < 50; i++) {
        stand.now.updateAndGet(before -> before.plusSeconds(3_600));
        assertThat(stand.signed(report)).isEqualTo(first);
      }
      assertThat(List.copyOf(log.events()))
          .extracting(ILoggingEvent::getMessage)
          .doesNotContain("keys were reported as leaked, and are revoked");
    }

    assertThat(labels(first)).isEqualTo("+-");
    assertThat(stand.revocation("default", key)).isEqualTo(then);
    assertThat(stand.revocations("default")).hasSize(1);
    assertThat(stand.audit("default", "kind", "refusal")).isEmpty();
  }

  @Test
  void an_id_with_another_secret_stays_alive() {
    String key = stand.key("alice");
    String other = stand.key("bob");
    List<String> forged =
        List.of(
            ForgedKey.withIdOf(key),
            key.substring(0, 21) + other.substring(21),
            key.substring(0, 20),
            id(key),
            key.substring(0, 69),
            key + "0",
            key.substring(0, 69) + (key.endsWith("0") ? '1' : '0'));

    assertThat(labels(stand.signed(report(forged.toArray(String[]::new))))).isEqualTo("-------");
    assertThat(stand.works(key)).isTrue();
    assertThat(stand.works(other)).isTrue();
    assertThat(stand.revocations("default")).isEmpty();
  }

  @Test
  void ten_thousand_tokens_are_answered_in_order() {
    List<String> keys = IntStream.range(0, 20).mapToObj(i -> stand.key("user-" + i)).toList();
    List<String> tokens = new ArrayList<>();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < LeakReport.MAX_LEAKS; i++) {
      boolean genuine = i % 100 == 0;
      tokens.add(genuine ? keys.get(i / 100 % 20) : ForgedKey.any());
      expected.append(genuine ? '+' : '-');
    }

    assertThat(labels(stand.signed(report(tokens.toArray(String[]::new)))))
        .isEqualTo(expected.toString());
    assertThat(keys).noneMatch(stand::works);
    assertThat(stand.revocations("default")).hasSize(20);
  }

  @Test
  void one_more_than_ten_thousand_is_told_the_bound() {
    String key = stand.key("alice");
    String[] many = Collections.nCopies(LeakReport.MAX_LEAKS + 1, key).toArray(String[]::new);
    String small = Json.text(report(many)).replaceAll(",\"type\":\"\\w+\",\"url\":\"[^\"]*\"", "");

    assertThat(stand.signed(small))
        .isEqualTo(
            "413 {\"type\":\"urn:memwarden:problem:too-many-tokens\",\"title\":\"Too many tokens\","
                + "\"status\":413,\"detail\":\"A report has at most 10000 tokens.\"}");
    assertThat(stand.works(key)).isTrue();
    assertThat(stand.signed("[" + " ".repeat(4 << 20) + "]")).startsWith("413 ");
  }

  @Test
  void while_the_host_is_down_nothing_ends_and_it_is_told_to_come_again() {
    String key = stand.key("alice");
    stand.host.breakDown();
    String unknown =
        "503 {\"type\":\"about:blank\",\"status\":503,\"detail\":\"Service temporarily unavailable\"}";

    assertThat(stand.signed(report(key))).isEqualTo(unknown);
    assertThat(stand.works(key)).isTrue();
    stand.host.publish("/keys", HostKey.published(HOST));
    assertThat(stand.signed(report(key))).as("not asked again at once").isEqualTo(unknown);
    stand.now.set(NOON.plus(Duration.ofMinutes(2)));
    assertThat(labels(stand.signed(report(key)))).isEqualTo("+");

    stand.host.breakDown();
    stand.now.set(NOON.plus(Duration.ofMinutes(2)).plus(Duration.ofDays(1)).minusSeconds(1));
    assertThat(labels(stand.signed(report("x")))).isEqualTo("-");
    stand.now.set(NOON.plus(Duration.ofMinutes(2)).plus(Duration.ofDays(1)));
    assertThat(stand.signed(report("x"))).isEqualTo(unknown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://x/\u0000\r\nforged: line", "https://x/{key}?k={key}"})
  void no_token_is_left_anywhere(String place) throws IOException {
    String key = stand.key("alice");
    String other = stand.key("bob");
    List<String> replies = new ArrayList<>();
    List<String> left = new ArrayList<>();
    try (AllLog log = new AllLog()) {
      ArrayNode report = report(key, other + "x");
      report.forEach(one -> ((ObjectNode) one).put("url", place.replace("{key}", key)));
      replies.add(stand.signed(report));
      replies.add(stand.signed("[" + key + "]"));
      replies.add(stand.signed("[{\"token\":[\"" + key + "\"]}]"));
      replies.add(stand.sendAs("made-up", Json.text(report), HOST.sign(Json.write(report))));
      replies.add(stand.sendAs(HOST.id(), Json.text(report), STRANGER.sign(Json.write(report))));
      left.add(stand.audit("default", "limit", "1000").toString());
      left.add(stand.revocation("default", key));
      left.addAll(log.texts());
    }
    assertThat(replies.getFirst()).startsWith("200 ");
    assertThat(stand.revocation("default", key)).endsWith("Z reported as leaked");
    left.addAll(replies);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        left.add(Files.readString(file, ISO_8859_1));
      }
    }
    for (String text : left) {
      assertThat(text.contains(key.substring(21)) || text.contains(other.substring(21)))
          .as(text.substring(0, Math.min(200, text.length())))
          .isFalse();
    }
  }
}
