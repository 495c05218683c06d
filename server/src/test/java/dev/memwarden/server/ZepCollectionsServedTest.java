package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Zep's collections: whose they are, what is known of them, and how clients are told no.
class ZepCollectionsServedTest {
  private static final String AUTO = "{\"embedding_dimensions\": 384, \"is_auto_embedded\": true}";
  private static final String OWN = "{\"embedding_dimensions\": 8, \"is_auto_embedded\": false}";

  @TempDir Path folder;

  private TokenServer server;
  private ZepCaller alice;
  private ZepCaller bob;

  @BeforeEach
  void open() {
    server =
        new TokenServer(
            folder, Map.of(), InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
    alice = ZepCaller.user(server, "alice");
    bob = ZepCaller.user(server, "bob");
    assertThat(alice.text("POST /collection/Recipes", AUTO)).isEqualTo("200 OK");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_collection_is_written_as_go_writes_it() {
    assertThat(alice.text("GET /collection/rECIPES"))
        .matches(
            "200 \\{\"uuid\":\"[0-9a-f-]{36}\",\"created_at\":\"2026-11-22T12:00:00Z\","
                + "\"updated_at\":\"2026-11-22T12:00:00Z\",\"name\":\"recipes\","
                + "\"description\":\"\",\"embedding_dimensions\":384,\"is_auto_embedded\":true,"
                + "\"is_normalized\":true,\"is_indexed\":true,\"document_count\":0,"
                + "\"document_embedded_count\":0}");
    assertThat(alice.text("POST /collection/recipes", OWN))
        .isEqualTo(
            "400 failed to create collection: bad request: collection already exists: recipes");
    assertThat(alice.text("GET /collection/other")).isEqualTo("404 collection: other not found");
  }

  @Test
  void a_change_replaces_what_it_names_and_leaves_the_rest() {
    alice.text(
        "PATCH /collection/recipes",
        "{\"description\": \"<b>\", \"metadata\": {\"a\": {\"b\": 1}}}");
    assertThat(
            alice.text(
                "PATCH /collection/recipes",
                "{\"name\": \"other\", \"description\": \"\", \"metadata\": {\"a\": {\"c\": 2}},"
                    + " \"is_auto_embedded\": false}"))
        .isEqualTo("200 OK");

    assertThat(alice.text("GET /collection/recipes"))
        .contains("\"name\":\"recipes\",\"description\":\"\\u003cb\\u003e\"")
        .contains("\"metadata\":{\"a\":{\"c\":2}}", "\"is_auto_embedded\":true");
  }

  @Test
  void names_are_unique_per_owner_and_each_has_its_own() {
    assertThat(bob.text("POST /collection/recipes", OWN)).isEqualTo("200 OK");
    bob.text("POST /collection/notes", OWN);

    assertThat(alice.each("GET /collection", "name")).isEqualTo("recipes");
    assertThat(bob.each("GET /collection", "name")).isEqualTo("recipes, notes");
    assertThat(bob.each("GET /collection?limit=1&cursor=1", "name")).isEqualTo("notes");
    assertThat(bob.json("GET /collection/recipes").path("embedding_dimensions").intValue())
        .isEqualTo(8);
    assertThat(bob.text("DELETE /collection/recipes")).isEqualTo("200 OK");
    assertThat(bob.text("GET /collection/recipes")).isEqualTo("404 collection: recipes not found");
    assertThat(alice.text("GET /collection/recipes")).startsWith("200 ");
  }

  @Test
  void a_service_that_sees_several_of_a_name_means_none() {
    ZepCaller service = ZepCaller.service(server, "app");
    assertThat(service.text("POST /collection/recipes", OWN))
        .contains("collection already exists: recipes");
    assertThat(service.text("GET /collection/recipes")).startsWith("200 ");
    bob.text("POST /collection/recipes", OWN);

    assertThat(service.text("GET /collection/recipes"))
        .isEqualTo("404 collection: recipes not found");
    assertThat(service.each("GET /collection", "name")).isEqualTo("recipes, recipes");
    assertThat(service.text("POST /collection/articles", OWN)).isEqualTo("200 OK");
    assertThat(alice.text("GET /collection/articles"))
        .isEqualTo("404 collection: articles not found");
  }

  @Test
  void who_may_only_write_can_make_one_and_learns_nothing() {
    ZepCaller writer = ZepCaller.user(server, "carol", "memory:write");

    assertThat(writer.text("POST /collection/recipes", OWN)).isEqualTo("200 OK");
    assertThat(writer.text("GET /collection/recipes")).startsWith("403 ");
    assertThat(writer.text("POST /collection/recipes/document", "[]")).startsWith("403 ");
  }

  @Test
  void who_may_only_read_changes_nothing() {
    ZepCaller reader = ZepCaller.user(server, "alice", "memory:read");

    assertThat(reader.text("GET /collection/recipes")).startsWith("200 ");
    for (String request :
        new String[] {
          "PATCH /collection/recipes",
          "DELETE /collection/recipes",
          "POST /collection/recipes/index/create",
          "POST /collection/recipes/document/list/delete",
        }) {
      assertThat(reader.text(request, request.endsWith("delete") ? "[]" : "{}"))
          .as(request)
          .startsWith("403 ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a_b                                      | {"embedding_dimensions": 8, "is_auto_embedded": true}    | Name                | alphanum
          ab                                       | {"embedding_dimensions": 8, "is_auto_embedded": true}    | Name                | min
          a1234567890123456789012345678901234567890 | {"embedding_dimensions": 8, "is_auto_embedded": true}   | Name                | max
          abc                                      | {"is_auto_embedded": true}                               | EmbeddingDimensions | required
          abc                                      | {"embedding_dimensions": 7, "is_auto_embedded": true}    | EmbeddingDimensions | min
          abc                                      | {"embedding_dimensions": 2001, "is_auto_embedded": true} | EmbeddingDimensions | max
          abc                                      | {"embedding_dimensions": 8}                              | IsAutoEmbedded      | required
          """)
  void rules_are_told_as_the_original_tells_them(
      String name, String body, String field, String rule) {
    assertThat(alice.text("POST /collection/" + name, body))
        .isEqualTo(
            "400 Key: 'CreateDocumentCollectionRequest.%s' Error:Field validation for '%s' failed on the '%s' tag"
                .formatted(field, field, rule));
  }

  @Test
  void a_description_is_bounded_in_characters() {
    String most = "\u00e4".repeat(1_000);
    String patch = "{\"description\": \"%s\"}";

    assertThat(alice.text("PATCH /collection/recipes", patch.formatted(most))).isEqualTo("200 OK");
    assertThat(alice.text("PATCH /collection/recipes", patch.formatted(most + "x")))
        .isEqualTo(
            "400 Key: 'UpdateDocumentCollectionRequest.Description' Error:Field validation for"
                + " 'Description' failed on the 'max' tag");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?force=true", "?force=True", "?force=0"})
  void an_index_is_there_already(String query) {
    assertThat(alice.text("POST /collection/recipes/index/create" + query)).isEqualTo("200 OK");
    assertThat(bob.text("POST /collection/recipes/index/create" + query))
        .isEqualTo("404 collection: recipes not found");
  }

  @Test
  void a_flag_is_read_as_go_reads_it() {
    assertThat(alice.text("POST /collection/recipes/index/create?force=yes"))
        .isEqualTo("400 strconv.ParseBool: parsing \"yes\": invalid syntax");
  }
}
