package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Zep's documents: added, shown, changed and deleted, in a collection of the caller's own.
class ZepDocumentsServedTest {
  private static final String AUTO = "{\"embedding_dimensions\": 384, \"is_auto_embedded\": true}";
  private static final String OWN = "{\"embedding_dimensions\": 8, \"is_auto_embedded\": false}";
  private static final String TAKEN =
      "400 failed to create documents: bad request: document_id already exists";

  @TempDir Path folder;

  private TokenServer server;
  private ZepCaller alice;
  private ZepCaller bob;
  private String tea;
  private String coffee;

  @BeforeEach
  void open() {
    server =
        new TokenServer(
            folder, Map.of(), InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
    alice = ZepCaller.user(server, "alice");
    bob = ZepCaller.user(server, "bob");
    alice.text("POST /collection/drinks", AUTO);
    alice.text("POST /collection/points", OWN);
    JsonNode uuids =
        alice.json(
            "POST /collection/Drinks/document",
            """
            [{"document_id": "d1", "content": "green <tea>", "metadata": {"hot": true},
              "uuid": "0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11", "created_at": "1999-01-01T00:00:00Z"},
             {"content": "coffee"}]
            """);
    tea = uuids.path(0).stringValue();
    coffee = uuids.path(1).stringValue();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String document(String uuid) {
    return "/collection/drinks/document/uuid/" + uuid;
  }

  @Test
  void a_document_is_written_as_go_writes_it() {
    assertThat(alice.text("GET " + document(tea)))
        .startsWith(
            "200 {\"uuid\":\""
                + tea
                + "\",\"created_at\":\"2026-11-22T12:00:00Z\",\"updated_at\":\"2026-11-22T12:00:00Z\","
                + "\"document_id\":\"d1\",\"content\":\"green \\u003ctea\\u003e\","
                + "\"metadata\":{\"hot\":true},\"embedding\":[")
        .endsWith("],\"is_embedded\":true}");
    assertThat(alice.json("GET " + document(tea)).path("embedding")).hasSize(384);
    assertThat(alice.text("GET " + document(coffee)))
        .contains("\"document_id\":\"\",\"content\":\"coffee\",\"embedding\":[");
    assertThat(alice.text("GET /collection/drinks"))
        .contains("\"document_count\":2,\"document_embedded_count\":2");
  }

  @Test
  void the_javascript_client_leaves_a_word_of_the_path_out() {
    String shorter = "/collection/drinks/document/" + tea;

    assertThat(
            alice.text(
                "PATCH " + shorter,
                "{\"uuid\": \"" + tea + "\", \"document_id\": \"d2\", \"metadata\": {\"a\": 1}}"))
        .isEqualTo("200 OK");
    assertThat(alice.text("GET " + shorter))
        .isEqualTo(alice.text("GET " + document(tea)))
        .contains("\"document_id\":\"d2\"", "\"metadata\":{\"a\":1}");
  }

  @Test
  void a_change_replaces_what_it_names_and_leaves_the_rest() {
    alice.text("PATCH " + document(tea), "{\"content\": \"x\", \"document_id\": \"\"}");
    alice.text("PATCH " + document(tea), "{\"metadata\": {}}");
    assertThat(alice.text("GET " + document(tea)))
        .contains("\"document_id\":\"d1\",\"content\":\"green", "\"metadata\":{\"hot\":true}");

    alice.text("PATCH " + document(tea), "{\"metadata\": {\"cold\": 1}}");
    assertThat(alice.text("GET " + document(tea)))
        .contains("\"document_id\":\"d1\"", "\"metadata\":{\"cold\":1}", "\"is_embedded\":true");
  }

  @Test
  void lists_are_of_what_is_there() {
    String nobodys = new UUID(7, 7).toString();

    assertThat(contents("{\"uuids\": [\"%s\", \"%s\", \"%s\"]}".formatted(coffee, nobodys, tea)))
        .isEqualTo("coffee, green <tea>");
    assertThat(contents("{\"document_ids\": [\"d1\", \"d9\", \"\"]}")).contains("green <tea>");
    assertThat(contents("{\"document_ids\": [\"d1\"]}")).isEqualTo("green <tea>");
    assertThat(
            alice.text("POST /collection/drinks/document/list/get", "{\"document_ids\": [\"x\"]}"))
        .isEqualTo("404 documents not found");
    assertThat(
            alice.text(
                "PATCH /collection/drinks/document/list/update",
                "[{\"uuid\": \"%s\", \"document_id\": \"d2\"}, {\"uuid\": \"%s\"}, {\"uuid\": \"%s\"}]"
                    .formatted(coffee, nobodys, tea)))
        .isEqualTo("200 OK");
    assertThat(contents("{\"document_ids\": [\"d1\", \"d2\"]}")).isEqualTo("green <tea>, coffee");
    assertThat(
            alice.text(
                "POST /collection/drinks/document/list/delete",
                "[\"%s\", \"%s\"]".formatted(coffee, nobodys)))
        .isEqualTo("200 OK");
    assertThat(
            alice.text(
                "POST /collection/drinks/document/list/delete", "[\"%s\"]".formatted(coffee)))
        .isEqualTo("404 documents not found");
    assertThat(alice.text("GET /collection/drinks")).contains("\"document_count\":1,");
    assertThat(alice.text("POST /collection/drinks/document", "[]")).isEqualTo("200 []");
    assertThat(alice.text("PATCH /collection/drinks/document/list/update", "[]"))
        .isEqualTo("200 OK");
  }

  private String contents(String body) {
    return String.join(
        ", ",
        alice
            .json("POST /collection/drinks/document/list/get", body)
            .valueStream()
            .map(one -> one.path("content").stringValue())
            .toList());
  }

  @Test
  void an_id_of_a_client_is_given_once_in_a_collection() {
    String again = "[{\"document_id\": \"d1\", \"content\": \"x\"}]";
    String twice = "[{\"document_id\": \"d7\"}, {\"document_id\": \"d7\"}]";

    assertThat(alice.text("POST /collection/drinks/document", again)).isEqualTo(TAKEN);
    assertThat(alice.text("POST /collection/drinks/document", twice)).isEqualTo(TAKEN);
    assertThat(alice.text("PATCH " + document(coffee), "{\"document_id\": \"d1\"}"))
        .isEqualTo(TAKEN);
    assertThat(alice.text("PATCH " + document(tea), "{\"document_id\": \"d1\"}"))
        .isEqualTo("200 OK");
    assertThat(
            alice.text(
                "PATCH /collection/drinks/document/list/update",
                "[{\"uuid\": \"%s\", \"document_id\": \"x\"}, {\"uuid\": \"%s\", \"document_id\": \"x\"}]"
                    .formatted(tea, coffee)))
        .isEqualTo(TAKEN);
    assertThat(alice.text("GET /collection/drinks")).contains("\"document_count\":2,");
    alice.text("POST /collection/other", AUTO);
    assertThat(alice.text("POST /collection/other/document", again)).startsWith("200 ");
    bob.text("POST /collection/drinks", AUTO);
    assertThat(bob.text("POST /collection/drinks/document", again)).startsWith("200 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          drinks | [{"content": "x", "embedding": [1, 0, 0, 0, 0, 0, 0, 0]}] | cannot create documents with embeddings in an auto-embedded collection
          points | [{"content": "x"}]                                        | bad request: cannot create documents without embeddings in a non-auto-embedded collection
          points | [{"content": "x", "embedding": []}]                       | bad request: cannot create documents without embeddings in a non-auto-embedded collection
          points | [{"content": "x", "embedding": [1, 2]}]                   | embedding width mismatch. please ensure that the embeddings you have configured in the zep config are the same width as those you are generating.
          points | [{"content": "x", "embedding": [0, 0, 0, 0, 0, 0, 0, 0]}] | bad request: documents[0].embedding points nowhere: all numbers are 0, or one is too large
          points | [{"content": "x", "embedding": [1e39, 0]}]                | bad request: documents[0].embedding points nowhere: all numbers are 0, or one is too large
          points | [{"content": "x", "embedding": ["1"]}]                    | bad request: documents[0].embedding has what is no number
          points | [1]                                                       | bad request: documents[0] is no object
          points | {}                                                        | bad request: body is no JSON list
          """)
  void vectors_are_brought_where_they_belong(String collection, String body, String line) {
    assertThat(alice.text("POST /collection/" + collection + "/document", body))
        .isEqualTo("400 " + line);
    assertThat(alice.text("GET /collection/points")).contains("\"document_count\":0,");
  }

  @Test
  void a_vector_comes_back_as_it_was_brought() {
    JsonNode uuids =
        alice.json(
            "POST /collection/points/document",
            "[{\"content\": \"p\", \"embedding\": [0.1, -2.5, 3, 0, 1e-7, 16777217, 0, 0]}]");

    assertThat(alice.text("GET /collection/points/document/uuid/" + uuids.path(0).stringValue()))
        .contains("\"embedding\":[0.1,-2.5,3.0,0.0,1.0E-7,1.6777216E7,0.0,0.0]");
  }

  @Test
  void too_many_at_once_are_refused() {
    String documents = String.join(",", Collections.nCopies(1_001, "{}"));

    assertThat(alice.text("POST /collection/drinks/document", "[" + documents + "]"))
        .isEqualTo("400 bad request: documents has more than 1000 elements");
  }

  @Test
  void a_document_of_another_collection_is_not_in_this_one() {
    alice.text("POST /collection/other", AUTO);
    String elsewhere = document(tea).replace("drinks", "other");

    assertThat(alice.text("GET " + elsewhere)).isEqualTo("404 documents not found");
    assertThat(alice.text("PATCH " + elsewhere, "{\"document_id\": \"x\"}"))
        .isEqualTo("404 documents not found");
    assertThat(alice.text("DELETE " + elsewhere)).isEqualTo("404 documents not found");
    assertThat(alice.text("GET " + document(tea))).startsWith("200 ");
  }

  @Test
  void a_collection_goes_with_its_documents_and_nothing_else() {
    alice.says("drinks", "a session of that name");

    assertThat(alice.text("DELETE /collection/drinks")).isEqualTo("200 OK");

    assertThat(alice.text("GET " + document(tea))).isEqualTo("404 collection: drinks not found");
    alice.text("POST /collection/drinks", AUTO);
    assertThat(alice.text("GET /collection/drinks")).contains("\"document_count\":0,");
    assertThat(alice.text("GET /sessions/drinks/memory")).contains("a session of that name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?limit=3"})
  void what_is_not_there_is_not_found(String query) {
    assertThat(alice.text("POST /collection/nowhere/search" + query, "{\"text\": \"x\"}"))
        .isEqualTo("404 collection: nowhere not found");
  }
}
