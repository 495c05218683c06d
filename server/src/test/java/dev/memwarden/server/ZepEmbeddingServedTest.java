package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Documents that come in too great a number to get their vectors at once: they get them later,
/// under the authority of whoever added them.
class ZepEmbeddingServedTest {
  @TempDir Path folder;

  private TokenServer server;
  private ZepCaller alice;

  @BeforeEach
  void open() {
    server =
        new TokenServer(
            folder, Map.of(), InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
    alice = ZepCaller.user(server, "alice");
    alice.text(
        "POST /collection/library", "{\"embedding_dimensions\": 384, \"is_auto_embedded\": true}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  // Of a kilobyte each, but for the last.
  private JsonNode add(int count) {
    ArrayNode documents = Json.array();
    for (int i = 1; i < count; i++) {
      documents.add(Json.object().put("content", "page " + "word ".repeat(205) + i));
    }
    documents.add(Json.object().put("content", "green tea").put("document_id", "tea"));
    return alice.json("POST /collection/library/document", Json.text(documents));
  }

  private String found() {
    return alice
        .json("POST /collection/library/search?limit=1", "{\"text\": \"green tea\"}")
        .at("/results/0/content")
        .asString("nothing");
  }

  @Test
  void a_few_pages_are_found_at_once() {
    add(60);

    assertThat(server.work()).isZero();
    assertThat(found()).isEqualTo("green tea");
    assertThat(alice.text("GET /collection/library"))
        .contains("\"document_count\":60,\"document_embedded_count\":60");
  }

  @Test
  void a_book_is_there_at_once_and_found_later() {
    JsonNode uuids = add(70);
    String tea = "/collection/library/document/uuid/" + uuids.path(69).stringValue();

    assertThat(alice.text("GET /collection/library"))
        .contains("\"document_count\":70,\"document_embedded_count\":0");
    assertThat(alice.text("GET " + tea)).endsWith("\"embedding\":null,\"is_embedded\":false}");
    assertThat(found()).isEqualTo("nothing");
    alice.text("PATCH " + tea, "{\"metadata\": {\"a\": 1}}");

    assertThat(server.work()).isOne();

    assertThat(found()).isEqualTo("green tea");
    assertThat(alice.text("GET /collection/library"))
        .contains("\"document_count\":70,\"document_embedded_count\":70");
    assertThat(alice.text("GET " + tea))
        .contains("\"document_id\":\"tea\"", "\"metadata\":{\"a\":1}", "\"is_embedded\":true");
    assertThat(server.work()).isZero();
  }

  @Test
  void whose_key_was_revoked_meanwhile_gets_nothing_done() {
    ZepCaller other = ZepCaller.user(server, "alice");
    add(70);
    server.administer(Method.POST, "/admin/v1/keys/" + alice.key().substring(4, 20) + "/revoke");
    alice = other;

    server.work();

    assertThat(alice.text("GET /collection/library")).contains("\"document_embedded_count\":0");
    assertThat(alice.text("POST /collection/library/index/create")).isEqualTo("200 OK");
    server.work();
    assertThat(alice.text("GET /collection/library")).contains("\"document_embedded_count\":70");
  }

  @Test
  void a_collection_that_is_gone_stays_gone() {
    add(70);
    alice.text("DELETE /collection/library");

    server.work();

    assertThat(alice.text("GET /collection")).isEqualTo("200 []");
    alice.text(
        "POST /collection/library", "{\"embedding_dimensions\": 384, \"is_auto_embedded\": true}");
    assertThat(alice.text("GET /collection/library")).contains("\"document_count\":0,");
  }
}
