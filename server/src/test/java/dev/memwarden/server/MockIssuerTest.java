package dev.memwarden.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Tokens of an issuer that others wrote: mock-oauth2-server, found by its discovery document.
class MockIssuerTest {
  private static final String ISSUER = "staff";

  @TempDir Path folder;

  private final MockOAuth2Server issuer = issuer("RS256");
  private final Map<String, String> environment = new HashMap<>();
  private TokenServer server;

  @BeforeEach
  void open() {
    issuer.start(InetAddress.getLoopbackAddress(), 0);
    environment.put("OAUTH2_ISSUER_URL", issuer.issuerUrl(ISSUER).toString());
    environment.put("OAUTH2_AUDIENCE", "memwarden");
    server = new TokenServer(folder, environment, InstantSource.system());
  }

  @AfterEach
  void close() {
    server.close();
    issuer.shutdown();
  }

  private String token(String subject, String audience, Map<String, Object> claims) {
    return issuer.issueToken(ISSUER, subject, audience, claims).serialize();
  }

  @Test
  void its_tokens_reach_their_own_memories() {
    String alice = token("alice", "memwarden", Map.of());

    assertThat(server.get("/memories/alice", alice)).startsWith("200 ");
    assertThat(server.get("/memories/bob", alice)).startsWith("403 ");
    assertThat(server.get("/memories/alice", token("alice", "memwarden", Map.of("scope", "chat"))))
        .startsWith("403 ");
  }

  @Test
  void its_tokens_for_others_are_refused() {
    assertThat(server.get("/memories/alice", token("alice", "another", Map.of())))
        .startsWith("401 ");
    String foreign = issuer.issueToken("others", "alice", "memwarden").serialize();
    assertThat(server.get("/memories/alice", foreign)).startsWith("401 ");
  }

  @Test
  void a_program_gets_a_token_for_itself() throws IOException, InterruptedException {
    issuer.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            ISSUER,
            "ingest",
            "JWT",
            List.of("memwarden"),
            Map.of("client_id", "ingest", "scope", "memory:read"),
            300));
    JsonNode reply =
        post(
            Map.of(
                "grant_type", "client_credentials",
                "client_id", "ingest",
                "client_secret", "anything",
                "scope", "memory:read"));
    String token = reply.path("access_token").asString();

    assertThat(server.get("/auth/whoami", token))
        .startsWith("200 {\"principal\":{\"kind\":\"service\",\"id\":\"ingest\"}")
        .contains("\"actions\":[\"memory:read\"]");
    assertThat(server.get("/memories/alice", token)).startsWith("200 ");
  }

  @Test
  void a_person_gets_one_by_a_code() throws IOException, InterruptedException {
    String callback = "http://127.0.0.1/callback";
    URI ask =
        URI.create(
            issuer.authorizationEndpointUrl(ISSUER)
                + "?"
                + form(
                    Map.of(
                        "client_id", "web",
                        "response_type", "code",
                        "scope", "openid",
                        "state", "s",
                        "redirect_uri", callback)));
    String location;
    try (HttpClient client = HttpClient.newHttpClient()) {
      location =
          client
              .send(HttpRequest.newBuilder(ask).build(), HttpResponse.BodyHandlers.ofString())
              .headers()
              .firstValue("Location")
              .orElseThrow();
    }
    String code = URLDecoder.decode(location.replaceFirst(".*[?&]code=([^&]*).*", "$1"), UTF_8);
    issuer.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            ISSUER, "alice", "JWT", List.of("memwarden"), Map.of("scope", "openid"), 300));
    JsonNode reply =
        post(
            Map.of(
                "grant_type", "authorization_code",
                "client_id", "web",
                "client_secret", "anything",
                "code", code,
                "redirect_uri", callback));

    assertThat(server.get("/memories/alice", reply.path("access_token").asString()))
        .startsWith("200 ");
    assertThat(server.get("/memories/alice", reply.path("id_token").asString())).startsWith("401 ");
  }

  @Test
  void when_it_is_gone_its_keys_are_still_known() {
    assertThat(server.get("/auth/whoami", token("alice", "memwarden", Map.of())))
        .startsWith("200 ");
    String late = token("bob", "memwarden", Map.of());
    issuer.shutdown();

    assertThat(server.get("/memories/bob", late)).startsWith("200 ");
  }

  @Test
  void an_issuer_that_was_never_there_is_no_refusal() {
    String token = token("alice", "memwarden", Map.of());
    issuer.shutdown();

    assertThat(server.get("/memories/alice", token)).startsWith("503 ");
  }

  @Test
  void its_other_algorithms_are_taken_where_they_are_allowed() {
    MockOAuth2Server curves = issuer("ES256");
    curves.start(InetAddress.getLoopbackAddress(), 0);
    try {
      String token = curves.issueToken(ISSUER, "alice", "memwarden").serialize();
      environment.put("OAUTH2_ISSUER_URL", curves.issuerUrl(ISSUER).toString());
      assertThat(reopened().get("/memories/alice", token)).startsWith("401 ");
      environment.put("OAUTH2_ALGORITHMS", "[\"ES256\"]");
      assertThat(reopened().get("/memories/alice", token)).startsWith("200 ");
    } finally {
      curves.shutdown();
    }
  }

  private static MockOAuth2Server issuer(String algorithm) {
    return new MockOAuth2Server(
        new OAuth2Config(
            false,
            null,
            null,
            false,
            new OAuth2TokenProvider(new KeyProvider(List.of(), algorithm)),
            Set.of(),
            new NettyWrapper()));
  }

  private TokenServer reopened() {
    server.close();
    server = new TokenServer(folder, environment, InstantSource.system());
    return server;
  }

  private JsonNode post(Map<String, String> fields) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer.tokenEndpointUrl(ISSUER).toString()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return ((Parsed.Value) Json.parse(body)).node();
    }
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }
}
