package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Json;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// What the original leaves open about collections and documents, closed: one test for each.
class ZepDocumentHolesTest {
  private static final String AUTO = "{\"embedding_dimensions\": 384, \"is_auto_embedded\": true}";

  @TempDir Path folder;

  private TokenServer server;
  private ZepCaller alice;
  private ZepCaller bob;
  private String uuid;

  @BeforeEach
  void open() {
    server = new TokenServer(folder, Map.of(), InstantSource.system());
    alice = ZepCaller.user(server, "alice");
    bob = ZepCaller.user(server, "bob");
    alice.text("POST /collection/drinks", AUTO);
    uuid =
        alice
            .json(
                "POST /collection/drinks/document",
                "[{\"content\": \"secret tea\", \"document_id\": \"d1\"}]")
            .path(0)
            .stringValue();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private boolean isUntouched() {
    return alice.text("GET /collection/drinks/document/uuid/" + uuid).contains("secret tea")
        && alice.text("GET /collection/drinks").contains("\"description\":\"\"");
  }

  @Test
  void any_token_lists_everybodys_collections() {
    assertThat(bob.text("GET /collection")).isEqualTo("200 []");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /collection/drinks|",
        "PATCH /collection/drinks|{\"description\": \"mine\"}",
        "DELETE /collection/drinks|",
        "POST /collection/drinks/index/create|",
        "POST /collection/drinks/search|{\"text\": \"tea\"}",
        "POST /collection/drinks/document|[{\"content\": \"mine\"}]",
        "GET /collection/drinks/document/uuid/UUID|",
        "GET /collection/drinks/document/UUID|",
        "PATCH /collection/drinks/document/uuid/UUID|{\"document_id\": \"mine\"}",
        "PATCH /collection/drinks/document/UUID|{\"document_id\": \"mine\"}",
        "DELETE /collection/drinks/document/uuid/UUID|",
        "POST /collection/drinks/document/list/get|{\"uuids\": [\"UUID\"]}",
        "POST /collection/drinks/document/list/get|{\"document_ids\": [\"d1\"]}",
        "POST /collection/drinks/document/list/delete|[\"UUID\"]",
        "PATCH /collection/drinks/document/list/update|[{\"uuid\": \"UUID\"}]",
      })
  void knowing_a_name_is_enough(String request) {
    String[] parts = request.replace("UUID", uuid).split("\\|", 2);

    assertThat(bob.text(parts[0], parts[1])).isEqualTo("404 collection: drinks not found");
    assertThat(isUntouched()).isTrue();

    // With a collection of that name there is still no document of somebody else in it.
    bob.text("POST /collection/drinks", AUTO);
    String nobodys = request.replace("UUID", new UUID(7, 7).toString()).split("\\|", 2)[0];
    String other = request.replace("UUID", new UUID(7, 7).toString()).split("\\|", 2)[1];
    if (request.contains("UUID")) {
      assertThat(bob.text(parts[0], parts[1]))
          .isEqualTo(bob.text(nobodys, other))
          .isEqualTo("404 documents not found");
    } else {
      assertThat(bob.text(parts[0], parts[1])).doesNotContain("secret");
    }
    assertThat(isUntouched()).isTrue();
  }

  @Test
  void a_name_is_taken_for_everybody() {
    assertThat(bob.text("POST /collection/drinks", AUTO)).isEqualTo("200 OK");
    assertThat(alice.text("GET /collection/drinks")).contains("\"document_count\":1,");
    assertThat(bob.text("GET /collection/drinks")).contains("\"document_count\":0,");
  }

  @Test
  void a_name_in_the_body_beats_the_one_in_the_path() {
    alice.text("POST /collection/notes", AUTO.replace("{", "{\"name\": \"other\", "));
    alice.text("PATCH /collection/notes", "{\"name\": \"drinks\", \"description\": \"x\"}");

    assertThat(alice.each("GET /collection", "name")).isEqualTo("drinks, notes");
    assertThat(isUntouched()).isTrue();
  }

  @Test
  void a_uuid_in_the_body_beats_the_one_in_the_path() {
    String other =
        alice
            .json("POST /collection/drinks/document", "[{\"content\": \"x\"}]")
            .path(0)
            .stringValue();

    alice.text(
        "PATCH /collection/drinks/document/" + other,
        "{\"uuid\": \"" + uuid + "\", \"document_id\": \"d2\"}");

    assertThat(alice.text("GET /collection/drinks/document/" + uuid)).contains("\"d1\"");
    assertThat(alice.text("GET /collection/drinks/document/" + other)).contains("\"d2\"");
  }

  @Test
  void a_uuid_of_a_new_document_comes_from_the_body() {
    alice.text(
        "POST /collection/drinks/document",
        "[{\"uuid\": \"" + uuid + "\", \"content\": \"overwritten\"}]");

    assertThat(isUntouched()).isTrue();
    assertThat(alice.text("GET /collection/drinks")).contains("\"document_count\":2,");
  }

  @Test
  void a_list_of_nothing_is_a_list_of_everything() {
    for (String body : new String[] {"{}", "{\"uuids\": []}", "{\"document_ids\": null}"}) {
      assertThat(alice.text("POST /collection/drinks/document/list/get", body))
          .isEqualTo("404 documents not found");
    }
    assertThat(alice.text("POST /collection/drinks/document/list/delete", "[]"))
        .isEqualTo("404 documents not found");
    assertThat(isUntouched()).isTrue();
  }

  @Test
  void a_change_of_one_field_wipes_that_field_of_the_others() {
    String other =
        alice
            .json(
                "POST /collection/drinks/document",
                "[{\"content\": \"x\", \"metadata\": {\"a\": 1}}]")
            .path(0)
            .stringValue();

    alice.text(
        "PATCH /collection/drinks/document/list/update",
        "[{\"uuid\": \"%s\", \"metadata\": {\"b\": 2}}, {\"uuid\": \"%s\", \"document_id\": \"d2\"}]"
            .formatted(uuid, other));

    assertThat(alice.text("GET /collection/drinks/document/" + uuid))
        .contains("\"document_id\":\"d1\"", "\"metadata\":{\"b\":2}");
    assertThat(alice.text("GET /collection/drinks/document/" + other))
        .contains("\"document_id\":\"d2\"", "\"metadata\":{\"a\":1}");
  }

  @Test
  void mistakes_of_the_caller_are_faults_of_the_server() {
    assertThat(alice.text("POST /collection/nowhere/index/create")).startsWith("404 ");
    assertThat(alice.text("POST /collection/nowhere/document", "[]")).startsWith("404 ");
    assertThat(alice.text("POST /collection/drinks/search", "{}")).startsWith("400 ");
    assertThat(
            alice.text(
                "POST /collection/drinks/document/list/get",
                "{\"uuids\": [\"" + uuid + "\"], \"document_ids\": [\"d1\"]}"))
        .isEqualTo("400 cannot specify both uuids and documentIDs");
    assertThat(alice.text("GET /collection/drinks/document/uuid/x"))
        .isEqualTo("400 bad request: document_uuid is no UUID");
    assertThat(alice.text("GET /collection/x%00")).startsWith("400 ");
  }

  @Test
  void a_filter_that_is_not_known_filters_nothing() {
    assertThat(
            alice.text(
                "POST /collection/drinks/search",
                "{\"text\": \"tea\", \"metadata\": {\"document_id\": \"d2\"}}"))
        .isEqualTo("400 bad request: metadata.document_id is no filter");
  }

  @Test
  void a_key_for_one_collection_cannot_be_had() {
    ObjectNode wish = Json.object();
    wish.putObject("box").put("label", "notes");
    ZepCaller notes = new ZepCaller(server, server.key("alice", wish));

    assertThat(notes.text("POST /collection/notes", AUTO)).isEqualTo("200 OK");
    assertThat(notes.each("GET /collection", "name")).isEqualTo("notes");
    assertThat(notes.text("GET /collection/drinks")).startsWith("403 ");
    assertThat(notes.text("POST /collection/other", AUTO)).startsWith("403 ");
    assertThat(notes.text("POST /collection/drinks/search", "{\"text\": \"tea\"}"))
        .startsWith("403 ");
    assertThat(isUntouched()).isTrue();
  }
}
