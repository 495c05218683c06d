package dev.memwarden.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allowance;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.RequestTarget;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Routes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Every reply of a served instance is one that the document has, and every reply that the document
/// has can be got.
class ReplySchemaTest {
  private static final String HOST = "localhost:8000";

  // Slow and compressed bodies take a socket, too many failures a limit, and a store that is away
  // another store: these have tests of their own.
  private static final Set<String> ELSEWHERE = Set.of("408", "415", "429", "503");

  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");

  @TempDir Path folder;

  private DocumentedServer server;
  private String alice;
  private String reader;
  private final Set<String> seen = new TreeSet<>();

  @BeforeEach
  void open() {
    server = new DocumentedServer(folder, false);
    Set<Action> actions = EnumSet.copyOf(Action.MEMORY_AND_CHAT);
    actions.add(Action.KEYS_MANAGE);
    alice = server.key("alice", actions);
    reader = server.key("alice", Set.of(Action.AUDIT_READ));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void replies_and_document_agree() {
    successes();
    refusals();

    Set<String> documented = new TreeSet<>();
    for (Contents.Item item : server.contents.items()) {
      for (String status : server.operation(item).path("responses").propertyNames()) {
        if (!ELSEWHERE.contains(status)) {
          documented.add(item.operation().id() + " " + status);
        }
      }
    }
    assertThat(seen).isEqualTo(documented);
  }

  private void successes() {
    String added =
        ask(
                "POST /memories",
                """
                {"messages": [{"role": "user", "content": "My cat is Mia"}], "agent_id": "a",
                 "run_id": "r", "metadata": {"n": 1}}
                """)
            .at("/added_memories/0/id")
            .stringValue();
    ask("POST /memories", "{\"messages\": [{\"role\": \"user\", \"content\": \"I love tea\"}]}");
    ask("PUT /memories", "{\"memory_id\": \"%s\", \"data\": \"My cat is Moe\"}".formatted(added));
    assertThat(ask("GET /memories/alice?limit=5", "").path("total_count").intValue()).isEqualTo(2);
    ask("POST /memories/search", "{\"query\": \"cat\"}");
    ask("POST /chat", "{\"message\": \"What do you know about me?\"}");
    ask("GET /graph/relationships/alice", "");
    ask("GET /stats/alice", "");
    ask("GET /stats", "");
    ask("GET /models", "");
    ask("GET /health", "");
    ask("GET /v1/health", "");
    check("GET", "/healthz", "", Map.of("Host", HOST));
    redisAms();
    zep();
    documents();
    full();
    new AdministrationReplies(server, this::check).all(alice);
    ask("DELETE /memories/" + added, "");
    ask("DELETE /memories/user/alice", "");
    ask("GET /auth/whoami", "");
    handshake();
    new LeakReplies(server, this::check).all();
    String made =
        ask("POST /auth/keys", "{\"name\": \"n\", \"expires_in\": \"30d\"}")
            .path("id")
            .stringValue();
    ask("GET /auth/keys", "");
    ask("DELETE /auth/keys/" + made + "?reason=lost", "");
    ask("GET /openapi.json", "");
    check("GET", "/docs", "", Map.of("Host", HOST));
  }

  // Of the key of somebody who has a memory, and may have one.
  private void full() {
    Principal owner = new Principal(Principal.Kind.USER, Principal.DEFAULT_TENANT, "alice");
    Ceiling one =
        Ceiling.of(Action.MEMORY_AND_CHAT, Box.EVERYWHERE)
            .allowing(new Allowance(List.of(), Optional.of(1)));
    String key = server.key(owner, one);
    String said = "{\"messages\": [{\"role\": \"user\", \"content\": \"I love coffee\"}]}";
    word(
        "POST /api/v1/collection/full",
        "{\"embedding_dimensions\": 8, \"is_auto_embedded\": true}");
    for (String line :
        List.of(
            "POST /memories|" + said,
            "POST /api/v1/sessions/s9/memory|" + said,
            "POST /api/v1/collection/full/document|[{\"content\": \"tea\"}]",
            "POST /v1/long-term-memory/|{\"memories\": [{\"id\": \"m9\", \"text\": \"x\"}]}")) {
      String[] parts = line.split("[ |]", 3);
      Reply reply = check(parts[0], parts[1], parts[2], with(key));
      assertThat(reply.status()).as(line + ": " + text(reply)).isEqualTo(409);
    }
    word("DELETE /api/v1/collection/full", "");
  }

  private void zep() {
    for (String request :
        List.of("GET /api/v1/user/alice", "DELETE /api/v1/user/alice", "GET /api/v1/sessions/s1")) {
      String[] line = request.split(" ");
      check(line[0], line[1], "", with(alice));
    }
    check("PATCH", "/api/v1/user/alice", "{}", with(alice));
    ask(
        "POST /api/v1/user",
        "{\"user_id\": \"alice\", \"email\": \"a@b.c\", \"metadata\": {\"a\": 1}}");
    ask("PATCH /api/v1/user/alice", "{\"first_name\": \"A\"}");
    ask("GET /api/v1/user/alice", "");
    assertThat(ask("GET /api/v1/user", "")).hasSize(1);
    ask("POST /api/v1/sessions", "{\"session_id\": \"s1\"}");
    ask("PATCH /api/v1/sessions/s1", "{\"metadata\": {\"a\": {\"b\": 1}}}");
    ask("GET /api/v1/sessions/s1", "");
    assertThat(ask("GET /api/v1/sessions", "")).hasSize(1);
    assertThat(ask("GET /api/v1/user/alice/sessions", "")).hasSize(1);
    String message = "/api/v1/sessions/s1/messages/" + new UUID(7, 7);
    said(
        "s1",
        alice,
        """
        {"messages": [{"role": "user", "content": "tea", "uuid": "%s", "metadata": {"a": 1}},
                      {"role": "assistant", "content": "coffee", "token_count": 1}]}
        """
            .formatted(new UUID(7, 7)));
    assertThat(ask("GET /api/v1/sessions/s1/memory", "").path("messages")).hasSize(2);
    assertThat(ask("GET /api/v1/sessions/s1/messages?limit=1", "").path("messages")).hasSize(1);
    ask("GET " + message, "");
    ask("PATCH " + message, "{\"metadata\": {\"b\": 2}}");
    assertThat(ask("POST /api/v1/sessions/s1/search", "{\"text\": \"tea\"}")).hasSize(2);
    check("GET", message.replace("s1", "s2"), "", with(alice));
    check("PATCH", message.replace("s1", "s2"), "{}", with(alice));
    check("PATCH", "/api/v1/sessions/s2", "{}", with(alice));
    check("DELETE", "/api/v1/sessions/s2/memory", "", with(alice));

    said("s1", server.key("bob", Action.MEMORY_AND_CHAT), "{}");
    String service = server.key(Principal.Kind.SERVICE, "app", Action.MEMORY_AND_CHAT);
    assertThat(check("POST", "/api/v1/sessions/s1/memory", "{}", with(service)).status())
        .isEqualTo(404);
    check("DELETE", "/api/v1/sessions/s1/memory", "", with(alice));
    check("DELETE", "/api/v1/user/alice", "", with(alice));
  }

  private void documents() {
    String recipes = "/api/v1/collection/recipes";
    String made = "{\"embedding_dimensions\": 8, \"is_auto_embedded\": true}";
    word("POST " + recipes, made);
    check("POST", recipes, made, with(alice));
    word("PATCH " + recipes, "{\"description\": \"d\", \"metadata\": {\"a\": 1}}");
    word("POST " + recipes + "/index/create?force=true", "");
    String added =
        ask(
                "POST " + recipes + "/document",
                "[{\"document_id\": \"d1\", \"content\": \"tea\", \"metadata\": {\"a\": 1}},"
                    + " {\"content\": \"coffee\"}]")
            .path(0)
            .stringValue();
    ask("GET " + recipes, "");
    assertThat(ask("GET /api/v1/collection", "")).hasSize(1);
    assertThat(ask("POST " + recipes + "/search", "{\"text\": \"tea\"}").path("results"))
        .hasSize(2);
    assertThat(ask("POST " + recipes + "/document/list/get", "{\"document_ids\": [\"d1\"]}"))
        .hasSize(1);
    for (String document : List.of(recipes + "/document/", recipes + "/document/uuid/")) {
      ask("GET " + document + added, "");
      word("PATCH " + document + added, "{\"document_id\": \"d2\"}");
    }
    word("PATCH " + recipes + "/document/list/update", "[{\"uuid\": \"" + added + "\"}]");
    word("DELETE " + recipes + "/document/uuid/" + added, "");
    String other =
        ask("POST " + recipes + "/document", "[{\"content\": \"water\"}]").path(0).stringValue();
    word("POST " + recipes + "/document/list/delete", "[\"" + other + "\"]");
    String gone = recipes + "/document/uuid/" + added;
    check("GET", gone, "", with(alice));
    check("PATCH", gone, "{}", with(alice));
    check("DELETE", gone, "", with(alice));
    word("DELETE " + recipes, "");
    for (String request :
        List.of(
            "GET ",
            "DELETE ",
            "PATCH |{}",
            "POST /index/create",
            "POST /search|{\"text\": \"x\"}")) {
      String[] parts = request.split("[ |]", 3);
      check(parts[0], recipes + parts[1], parts.length > 2 ? parts[2] : "", with(alice));
    }
    check("POST", recipes + "/document", "[]", with(alice));
    check("POST", recipes + "/document/list/get", "{}", with(alice));
    check("POST", recipes + "/document/list/delete", "[]", with(alice));
    check("PATCH", recipes + "/document/list/update", "[]", with(alice));
    check("GET", recipes + "/document/" + added, "", with(alice));
    check("PATCH", recipes + "/document/" + added, "{}", with(alice));
  }

  // What is answered with a word and no document.
  private void word(String line, String body) {
    String[] parts = line.split(" ", 2);
    Reply reply = check(parts[0], parts[1], body, with(alice));
    assertThat(reply.status()).as(line + ": " + text(reply)).isEqualTo(200);
  }

  private void said(String session, String key, String body) {
    Reply reply = check("POST", "/api/v1/sessions/" + session + "/memory", body, with(key));
    assertThat(reply.status()).as(text(reply)).isEqualTo(200);
  }

  private void redisAms() {
    ask(
        "PUT /v1/working-memory/s?model_name=gpt-4o",
        """
        {"messages": [{"role": "user", "content": "Hello"}], "data": {"a": 1}, "ttl_seconds": 60,
         "memories": [{"id": "m0", "text": "Says hello"}], "context": "Nothing yet"}
        """);
    assertThat(ask("GET /v1/working-memory/", "").path("total").intValue()).isEqualTo(1);
    ask("GET /v1/working-memory/s?context_window_max=1000", "");
    ask(
        "POST /v1/long-term-memory/",
        """
        {"memories": [{"id": "m1", "text": "Met Ann", "topics": ["a"], "entities": ["Ann"],
                       "event_date": "2025-05-01", "extracted_from": ["x"], "metadata": {"n": 1}}]}
        """);
    assertThat(ask("POST /v1/long-term-memory/search", "{\"text\": \"Ann\"}").path("memories"))
        .isNotEmpty();
    ask("POST /v1/long-term-memory/search", "{\"limit\": 1}");
    ask("GET /v1/long-term-memory/m1", "");
    ask("PATCH /v1/long-term-memory/m1", "{\"pinned\": true}");
    ask("POST /v1/long-term-memory/forget", "{\"policy\": {\"max_age_days\": 1}}");
    ask("POST /v1/long-term-memory/compact", "");
    ask(
        "POST /v1/memory/prompt",
        "{\"query\": \"Ann?\", \"session\": {\"session_id\": \"s\"}, \"long_term_search\": true}");
    ask("DELETE /v1/long-term-memory?memory_ids=m2", "");
    ask("DELETE /v1/working-memory/s", "");
    views();
  }

  private void views() {
    String path = "/v1/summary-views";
    String made =
        path
            + "/"
            + ask(
                    "POST " + path,
                    """
                    {"name": "n", "source": "long_term", "group_by": ["user_id"], "prompt": "short",
                     "filters": {"user_id": {"ne": "bob"}, "event_date": {"gt": "2025-01-01"}}}
                    """)
                .path("id")
                .stringValue();
    ask("GET " + made, "");
    assertThat(ask("GET " + path, "")).hasSize(1);
    ask("POST " + made + "/partitions/run", "{\"group\": {\"user_id\": \"alice\"}}");
    assertThat(ask("GET " + made + "/partitions?memory_type=x", "")).isEmpty();
    assertThat(ask("GET " + made + "/partitions?user_id=alice", "")).hasSize(1);
    ask("POST " + made + "/run", "{\"task_id\": \"t\"}");
    check("POST", made + "/run", "{\"task_id\": \"t\"}", with(alice));
    ask("GET /v1/tasks/t", "");
    check("POST", made + "/partitions/run", "{\"group\": {}}", with(alice));
    check("POST", path, "{\"source\": \"working_memory\"}", with(alice));
    ask("DELETE " + made, "");
    check("GET", made, "", with(alice));
    check("GET", made + "/partitions", "", with(alice));
    check("POST", made + "/partitions/run", "{\"group\": {}}", with(alice));
    check("POST", made + "/run", "{}", with(alice));
    check("GET", "/v1/tasks/nothing", "", with(alice));
    String tooLong = "x".repeat(257);
    check("GET", path + "/" + tooLong, "", with(alice));
    check("DELETE", path + "/" + tooLong, "", with(alice));
    check("GET", path + "/x/partitions?user_id=", "", with(alice));
    check("GET", "/v1/tasks/" + tooLong, "", with(alice));
  }

  // An id that its owner has where the caller does not reach, and one that the next owner has.
  private void taken() {
    String memory = "{\"memories\": [{\"id\": \"m1\", \"text\": \"Met Bob\"}]}";
    String travel =
        server.key(
            new Principal(Principal.Kind.USER, Principal.DEFAULT_TENANT, "alice"),
            Ceiling.of(
                Action.MEMORY_AND_CHAT, Box.EVERYWHERE.with(Axis.LABEL, Extent.of("travel"))));
    check("POST", "/v1/long-term-memory/", memory, with(alice));
    check("POST", "/v1/long-term-memory/", memory, with(travel));
    check("POST", "/v1/long-term-memory/", memory, with(server.key("bob", Action.MEMORY_AND_CHAT)));
    String service = server.key(Principal.Kind.SERVICE, "ingest", Action.MEMORY_AND_CHAT);
    check(
        "PATCH", "/v1/long-term-memory/m1?user_id=alice", "{\"user_id\": \"bob\"}", with(service));
  }

  private void handshake() {
    JsonNode tokens = ask("POST /auth/jwt-auth", "{\"scope\": \"chat\"}");
    String refresh = tokens.path("refresh_token").stringValue();
    JsonNode next =
        post("/auth/jwt-refresh", "{\"refresh_token\": \"" + refresh + "\"}", Map.of("Host", HOST));
    String later = next.path("refresh_token").stringValue();
    check(
        "POST",
        "/auth/jwt-refresh",
        "{\"refresh_token\": \"%s\", \"scope\": \"memory:read\"}".formatted(later),
        Map.of("Host", HOST));
    post("/auth/logout", "{\"refresh_token\": \"" + later + "\"}", Map.of("Host", HOST));
    check("POST", "/auth/jwt-auth", "{\"scope\": \"audit:read\"}", with(alice));

    String client = "client_id=" + alice.substring(4, 20) + "&client_secret=" + alice;
    JsonNode others =
        post("/oauth/token", "grant_type=client_credentials&" + client, Map.of("Host", HOST));
    String token = "token=" + others.path("access_token").stringValue() + "&" + client;
    post("/oauth/introspect", token, Map.of("Host", HOST));
    post("/oauth/revoke", token, Map.of("Host", HOST));
    post("/oauth/introspect", token, Map.of("Host", HOST));
    check("POST", "/oauth/token", "grant_type=client_credentials", Map.of("Host", HOST));
    check("POST", "/oauth/introspect", "token=x", Map.of("Host", HOST));
    check("POST", "/oauth/revoke", "token=x", Map.of("Host", HOST));
    ask("GET /.well-known/jwks.json", "");
    ask("GET /.well-known/oauth-authorization-server", "");
    ask("GET /.well-known/oauth-protected-resource", "");
  }

  private JsonNode post(String path, String body, Map<String, String> fields) {
    Reply reply = check("POST", path, body, fields);
    assertThat(reply.status()).as(path + ": " + text(reply)).isEqualTo(200);
    return DocumentedServer.json(reply);
  }

  private void refusals() {
    for (Contents.Item item : server.contents.items()) {
      String method = item.route().match().method().name();
      String target =
          VARIABLE
              .matcher(item.route().match().path())
              .replaceAll(variable -> DocumentedServer.variable(variable.group(1)));
      String body = item.operation().body().flatMap(content -> content.example()).orElse("");
      check(method, target, body, Map.of());
      if (!item.isGuarded()) {
        continue;
      }
      check(method, target, body, Map.of("Host", HOST));
      check(method, target, body, with("nonsense"));
      Map<String, String> two = with(alice);
      two.put("Authorization", "Bearer " + reader);
      check(method, target, body, two);
      if (item.route() instanceof Route.Guarded<?>) {
        check(method, target, body, with(reader));
      }
      if (item.operation().body().isPresent()) {
        check(method, target, " ".repeat(DocumentedServer.MAX_BODY + 1), with(alice));
        check(method, target, "[]", with(alice));
      }
    }
    for (String target :
        List.of(
            "GET /memories/alice?limit=x",
            "DELETE /memories/x?user_id=" + "x".repeat(257),
            "DELETE /memories/user/alice?run_id=a&run_id=b",
            "GET /graph/relationships/alice?limit=0",
            "GET /stats/alice?agent_id=a&agent_id=b",
            "GET /v1/working-memory/?limit=101",
            "GET /v1/working-memory/x?context_window_max=0",
            "GET /v1/working-memory/nowhere",
            "DELETE /v1/working-memory/x?namespace=",
            "GET /v1/long-term-memory/x?user_id=",
            "GET /v1/long-term-memory/nothing",
            "DELETE /v1/long-term-memory?user_id=",
            "POST /v1/long-term-memory/compact?namespace=",
            "GET /v1/working-memory/?user_id=bob",
            "GET /api/v1/sessions?limit=x",
            "GET /api/v1/sessions/s1/memory?lastn=x",
            "GET /api/v1/sessions/s1/messages?limit=x",
            "GET /api/v1/user?limit=x",
            "GET /api/v1/collection?limit=x",
            "POST /api/v1/collection/x/index/create?force=x",
            "DELETE /auth/keys/x?reason=",
            "DELETE /auth/keys/x",
            "DELETE /memories/x",
            "GET /memories/bob")) {
      String[] line = target.split(" ");
      check(line[0], line[1], "", with(alice));
    }
    taken();
    check("PATCH", "/v1/long-term-memory/nothing", "{\"text\": \"x\"}", with(alice));
    check("PATCH", "/v1/long-term-memory/nothing", "{}", with(alice));
    check("PUT", "/memories", "{\"memory_id\": \"x\", \"data\": \"y\"}", with(alice));
    check("POST", "/auth/keys", "{\"actions\": [\"users:manage\"]}", with(alice));
  }

  private JsonNode ask(String line, String body) {
    String[] parts = line.split(" ", 2);
    Reply reply = check(parts[0], parts[1], body, with(alice));
    assertThat(reply.status()).as(line).isBetween(200, 299);
    return reply.json().orElseGet(() -> DocumentedServer.json(reply));
  }

  private static Map<String, String> with(String key) {
    return new HashMap<>(Map.of("Host", HOST, "X-API-Key", key));
  }

  private Reply check(String method, String target, String body, Map<String, String> fields) {
    Reply reply = server.answer(method, target, body, fields);
    Contents.Item item = item(method, target);
    String status = Integer.toString(reply.status());
    JsonNode response = server.operation(item).path("responses").path(status);
    assertThat(response.isObject()).as("%s %s: %s", method, target, text(reply)).isTrue();
    JsonNode media = response.path("content").path(reply.header("Content-Type").orElseThrow());
    assertThat(media.isObject()).as("%s %s: %s", method, target, text(reply)).isTrue();
    JsonNode value =
        reply
            .json()
            .or(() ->
                Optional.of(reply)
                    .filter(made -> made.header("Content-Type").orElse("").endsWith("json"))
                    .map(DocumentedServer::json))
            .orElseGet(() -> Json.object().put("x", text(reply)).path("x"));
    assertThat(SchemaCheck.mistakes(server.document, media.path("schema"), value))
        .as("%s %s: %s", method, target, text(reply))
        .isEmpty();
    seen.add(item.operation().id() + " " + status);
    return reply;
  }

  private Contents.Item item(String method, String target) {
    List<String> segments = RequestTarget.parse(target).orElseThrow().segments();
    var found =
        Routes.of(server.docs.all()).find(Method.of(method.toUpperCase(Locale.ROOT)), segments);
    Match match = ((Routes.Found.Hit) found).route().match();
    return server.contents.items().stream()
        .filter(item -> item.route().match().equals(match))
        .findFirst()
        .orElseThrow();
  }

  private static String text(Reply reply) {
    return new String(reply.bytes(), StandardCharsets.UTF_8);
  }
}
