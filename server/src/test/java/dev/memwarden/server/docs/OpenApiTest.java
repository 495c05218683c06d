package dev.memwarden.server.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Entry;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.api.Unlisted;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OpenApiTest {
  @TempDir Path folder;

  private DocumentedServer server;

  @BeforeEach
  void open() {
    server = new DocumentedServer(folder, false);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void the_document_has_the_operations_of_the_table_and_no_other() {
    List<String> table =
        server.docs.all().stream()
            .flatMap(dialect -> dialect.routes().stream())
            .map(route -> route.match().toString().replaceAll("\\{[^}]*}", "{}"))
            .toList();

    assertThat(operations()).containsExactlyInAnyOrderElementsOf(table);
    assertThat(table).contains("GET /openapi.json", "GET /docs", "GET /health", "POST /memories");
  }

  @Test
  void what_needs_no_credential_says_so_and_everything_else_names_both_headers() {
    List<String> open = new ArrayList<>();
    for (Contents.Item item : server.contents.items()) {
      JsonNode security = server.operation(item).path("security");
      assertThat(security.isArray()).isTrue();
      if (security.isEmpty()) {
        open.add(item.route().match().toString());
      } else {
        List<String> ways = new ArrayList<>();
        security.forEach(way -> ways.addAll(way.propertyNames()));
        assertThat(ways)
            .as(item.route().match().toString())
            .containsExactlyElementsOf(
                switch (item.route().match().path()) {
                  case "/oauth/token" -> List.of("client");
                  case "/auth/leaked" -> List.of("signature");
                  case "/oauth/revoke", "/oauth/introspect" ->
                      List.of("client", "bearer", "apiKey");
                  default -> List.of("bearer", "apiKey");
                });
      }
    }

    assertThat(open)
        .containsExactlyInAnyOrder(
            "GET /health",
            "GET /models",
            "GET /stats",
            "GET /v1/health",
            "GET /healthz",
            "GET /openapi.json",
            "GET /docs",
            "GET /.well-known/jwks.json",
            "GET /.well-known/oauth-authorization-server",
            "GET /.well-known/oauth-protected-resource");
    assertThat(server.document.at("/components/securitySchemes/bearer/scheme").stringValue())
        .isEqualTo("bearer");
    assertThat(server.document.at("/components/securitySchemes/apiKey/name").stringValue())
        .isEqualTo("X-API-Key");
  }

  @Test
  void protected_totals_are_documented_as_protected(@TempDir Path other) {
    try (var protecting = new DocumentedServer(other, true)) {
      assertThat(protecting.document.at("/paths/~1stats/get/security")).hasSize(2);
    }
  }

  @Test
  void it_says_which_build_it_is_and_where_it_is_reached() {
    assertThat(server.document.path("openapi").stringValue()).startsWith("3.1.");
    assertThat(server.document.at("/info/version").stringValue()).isEqualTo("1.2.3");
    assertThat(server.document.at("/servers/0/url").stringValue())
        .isEqualTo("https://memory.example.org");
  }

  @Test
  void paths_that_differ_in_names_only_are_one() {
    assertThat(server.document.at("/paths/~1memories~1{memory_id_or_user_id}").propertyNames())
        .containsExactlyInAnyOrder("get", "delete");
  }

  @Test
  void every_example_is_as_its_schema_says() {
    int examples = 0;
    for (JsonNode media :
        server.document.findValues("content").stream()
            .flatMap(content -> content.values().stream())
            .toList()) {
      List<JsonNode> values = new ArrayList<>();
      if (media.has("example")) {
        values.add(media.path("example"));
      }
      media.path("examples").forEach(example -> values.add(example.path("value")));
      for (JsonNode value : values) {
        assertThat(SchemaCheck.mistakes(server.document, media.path("schema"), value))
            .as(value.toString())
            .isEmpty();
        examples++;
      }
    }
    assertThat(examples).isGreaterThan(server.contents.items().size());
  }

  // Each of these would make a document that says something else than the server does.
  @ParameterizedTest
  @ValueSource(strings = {"unlisted", "unexplained variable", "id twice", "name twice", "no JSON"})
  void what_makes_no_sense_makes_no_document(String what) {
    List<Dialect> dialects =
        switch (what) {
          case "unlisted" -> one("/a", new Unlisted());
          case "unexplained variable" -> one("/a/{x}", said("a", Schema.text()));
          case "id twice" -> OneRoute.dialects("/a", said("a"), "/b", said("a"));
          case "name twice" ->
              OneRoute.dialects(
                  "/a",
                  said("a", Schema.object("A")),
                  "/b",
                  said("b", Schema.object("A", Field.of("x", Schema.text(), "x"))));
          default -> one("/a", Operation.of("a", "A", "A.", Content.json(Schema.text(), "{")));
        };
    About about = new About("1", "/");

    assertThatThrownBy(() -> OpenApi.of(Contents.of(dialects), about))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void variables_are_explained_in_the_path() {
    Operation explained = said("a").taking(new Parameter("x", Schema.text(), "what it is"));
    var docs = new DocsDialect(one("/a/{x}", explained), new About("1", "/"));

    assertThat(
            OpenApi.of(Contents.of(docs.all()), new About("1", "/"))
                .at("/paths/~1a~1{x}/get/parameters/0/in")
                .stringValue())
        .isEqualTo("path");
  }

  private static List<Dialect> one(String path, Entry entry) {
    return List.of(new OneRoute(path, entry));
  }

  private static Operation said(String id) {
    return said(id, Schema.text());
  }

  private static Operation said(String id, Schema schema) {
    return Operation.of(id, "A", "A.", Content.json(schema, "\"a\""));
  }

  private List<String> operations() {
    List<String> operations = new ArrayList<>();
    JsonNode paths = server.document.path("paths");
    for (String path : paths.propertyNames()) {
      for (String method : paths.path(path).propertyNames()) {
        assertThat(Method.of(method.toUpperCase(Locale.ROOT))).isPresent();
        operations.add(method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{[^}]*}", "{}"));
      }
    }
    return operations;
  }
}
