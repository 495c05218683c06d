package dev.memwarden.server;

import static dev.memwarden.server.TokenServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.token.SharedSecretMint;
import dev.memwarden.auth.token.SharedSecrets;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Tokens of a shared secret on the routes that clients use.
class SharedSecretServedTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String SECRET =
      "q1-vS0PgmRbWq0bNkvWjKqk8w2GJcLxYyD5o0mG3n1fU7ZtXrE4hBvA9sHdJpLw6QeTzCiMuVyOaRkNxF2lBgA==";
  private static final String FORMER =
      "kTq8WbX2nLZ0vYcR5mJd7sGhP1fEaU9iOoKj3BxNw6tQyVzSlCgMrHeDpAuFI4-_-0Zk2QwErTyUiOpAsDfGhJ";
  private static final String FOREIGN = "another-secret-that-this-server-does-not-know-0123456789";
  private static final String KEY_LIKE_A_TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln";

  @TempDir Path folder;
  @TempDir Path another;

  private TokenServer server;

  @BeforeEach
  void open() {
    server =
        new TokenServer(
            folder,
            Map.of(
                "ZEP_AUTH_REQUIRED",
                "true",
                "ZEP_AUTH_SECRET",
                SECRET,
                "MEMWARDEN_ZEP_FORMER_SECRETS",
                FORMER,
                "API_KEYS",
                "{\"" + KEY_LIKE_A_TOKEN + "\": \"carol\"}"),
            InstantSource.fixed(NOON));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String bare(String secret) {
    return mint(secret).bare().revealText();
  }

  private static SharedSecretMint mint(String secret) {
    return new SharedSecretMint(SharedSecrets.of(Secret.of(secret), List.of()));
  }

  private static String token(String user, Optional<Set<Action>> actions, Optional<Instant> end) {
    return mint(SECRET)
        .mint(
            new SharedSecretMint.Wish(
                Optional.of(user), actions, NOON, end, UUID.randomUUID().toString()))
        .revealText();
  }

  private static String token(String user) {
    return token(user, Optional.empty(), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer %s", "authorization: bearer %s", "Authorization: BEARER %s",
        "Authorization: Token %s", "Authorization: Api-Key %s", "X-API-Key: %s",
      })
  void a_token_is_taken_in_every_form(String header) {
    String field = header.formatted(bare(SECRET));

    assertThat(text(server.answer("GET /memories/alice", "", field)))
        .isEqualTo("200 {\"memories\":[],\"total_count\":0}");
    JsonNode whoami = server.answer("GET /auth/whoami", "", field).json().orElseThrow();
    assertThat(whoami.at("/principal").toString())
        .isEqualTo("{\"kind\":\"service\",\"id\":\"zep\"}");
    assertThat(whoami.at("/tenant").asString()).isEqualTo("default");
    assertThat(whoami.at("/actions").toString())
        .isEqualTo("[\"memory:read\",\"memory:write\",\"memory:delete\",\"chat\"]");
    assertThat(whoami.at("/credential/kind").asString()).isEqualTo("shared_secret_jwt");
    assertThat(whoami.at("/credential/id").asString()).matches("jwt[0-9a-f]{24}");
    assertThat(whoami.at("/credential/expires_at").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cookie: jwt=%s", "Cookie: token=%s", "Proxy-Authorization: Bearer %s"})
  void nowhere_else(String header) {
    assertThat(text(server.answer("GET /memories/alice", "", header.formatted(bare(SECRET)))))
        .isEqualTo("403 {\"detail\":\"Not authenticated\"}");
    assertThat(text(server.answer("GET /memories/alice?jwt=" + bare(SECRET), "")))
        .isEqualTo("403 {\"detail\":\"Not authenticated\"}");
  }

  @Test
  void a_user_reaches_its_own_memory_and_nobody_elses() {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"I play tennis\"}]}";
    String alice = "Authorization: Bearer " + token("alice");
    assertThat(server.answer("POST /memories", body, alice).status()).isEqualTo(200);

    assertThat(server.get("/memories/alice", token("alice"))).contains("I play tennis");
    assertThat(server.get("/memories/alice", token("bob")))
        .isEqualTo(
            "403 {\"detail\":\"Access denied: You can only view your own memories"
                + " (authenticated as 'bob')\"}");
    assertThat(server.get("/memories/alice", bare(SECRET))).contains("I play tennis");
  }

  @Test
  void the_service_must_say_for_whom() {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

    assertThat(server.answer("POST /memories", body, "X-API-Key: " + bare(SECRET)).status())
        .isEqualTo(422);
  }

  @Test
  void a_scope_is_all_that_a_token_allows() {
    String reader = token("alice", Optional.of(Set.of(Action.MEMORY_READ)), Optional.empty());
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

    assertThat(server.get("/memories/alice", reader)).startsWith("200 ");
    Reply refused = server.answer("POST /memories", body, "X-API-Key: " + reader);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("WWW-Authenticate").orElseThrow())
        .startsWith("Bearer realm=\"memwarden\", error=\"insufficient_scope\"");
  }

  // Everything that an attacker must not be able to tell apart.
  @Test
  void whatever_is_wrong_the_reply_is_one() {
    server.get("/auth/whoami", token("dave"));
    server.administer(Method.POST, "/admin/v1/users/dave/disable");
    Set<String> replies = new HashSet<>();
    for (String credential :
        List.of(
            bare(FOREIGN),
            bare(SECRET) + "=",
            bare(SECRET).replaceFirst("\\.[^.]*$", "."),
            "eyJhbGciOiJub25lIn0.e30.",
            token("alice", Optional.empty(), Optional.of(NOON)),
            token("dave"),
            "unknown-key",
            "sks-0123456789abcdef_0000000000000000000000000000000000000000000000000")) {
      Reply reply = server.answer("GET /memories/dave", "", "Authorization: Bearer " + credential);
      replies.add(text(reply) + " " + reply.header("WWW-Authenticate").orElseThrow());
    }

    assertThat(replies)
        .containsExactly(
            "401 {\"detail\":\"Invalid API key\"} Bearer realm=\"memwarden\","
                + " error=\"invalid_token\","
                + " resource_metadata=\"http://localhost:8000/.well-known/oauth-protected-resource\"");
  }

  @Test
  void the_secret_instead_of_a_token_gets_a_hint() {
    try (var log = new AuthLog()) {
      for (String secret : List.of(SECRET, FORMER)) {
        Reply reply = server.answer("GET /memories/alice", "", "Authorization: Bearer " + secret);

        assertThat(text(reply)).isEqualTo("401 {\"detail\":\"Invalid API key\"}");
        assertThat(reply.header("WWW-Authenticate"))
            .contains(
                "Bearer realm=\"memwarden\", error=\"invalid_token\", error_description=\"This is"
                    + " the secret that tokens are signed with. Send a token instead:"
                    + " memwarden --generate-token makes one.\", resource_metadata="
                    + "\"http://localhost:8000/.well-known/oauth-protected-resource\"");
      }
      assertThat(log.lines().getFirst())
          .contains("reason=\"SIGNING_SECRET\"", "hint=\"This is the secret")
          .doesNotContain(SECRET);
    }
  }

  @Test
  void a_user_who_came_with_a_token_is_listed_and_disabled_at_once() {
    String erin = token("erin");
    assertThat(server.get("/auth/whoami", erin)).startsWith("200 ");
    assertThat(server.administer(Method.GET, "/admin/v1/users").body().toString())
        .contains("\"id\":\"erin\"", "\"kind\":\"service\",\"id\":\"zep\"");

    server.administer(Method.POST, "/admin/v1/users/erin/disable");
    assertThat(server.get("/auth/whoami", erin)).startsWith("401 ");
    server.administer(Method.POST, "/admin/v1/users/erin/enable");
    assertThat(server.get("/auth/whoami", erin)).startsWith("200 ");
    server.administer(Method.POST, "/admin/v1/users/erin/delete");
    assertThat(server.get("/auth/whoami", erin)).startsWith("401 ");
  }

  @Test
  void a_revoked_token_is_refused_at_once_and_no_other() {
    String lost = token("alice");
    String id =
        server
            .answer("GET /auth/whoami", "", "X-API-Key: " + lost)
            .json()
            .orElseThrow()
            .at("/credential/id")
            .asString();

    AdminReply revoked = server.revoke(lost);

    assertThat(revoked.body().path("id").asString()).isEqualTo(id);
    assertThat(server.get("/auth/whoami", lost)).startsWith("401 ");
    assertThat(server.get("/auth/whoami", token("alice"))).startsWith("200 ");
    String other = bare(SECRET);
    String itsId =
        server
            .answer("GET /auth/whoami", "", "X-API-Key: " + other)
            .json()
            .orElseThrow()
            .at("/credential/id")
            .asString();
    assertThat(server.revoke(itsId).isSuccess()).isTrue();
    assertThat(server.get("/auth/whoami", other)).startsWith("401 ");
    assertThat(server.revoke(bare(FOREIGN)).status()).isEqualTo(404);
  }

  @Test
  void the_service_can_be_kept_to_some_wires() {
    Map<String, String> pinned = Map.of("ZEP_AUTH_SECRET", SECRET, "MEMWARDEN_ZEP_DIALECTS", "zep");
    try (var other = new TokenServer(another, pinned, InstantSource.fixed(NOON))) {
      assertThat(other.get("/api/v1/sessions", bare(SECRET))).isEqualTo("200 []\n");
      assertThat(other.get("/auth/whoami", bare(SECRET))).startsWith("200 ");
      assertThat(other.get("/memories/alice", bare(SECRET)))
          .isEqualTo("401 {\"detail\":\"Invalid API key\"}");
      assertThat(other.get("/v1/working-memory/", bare(SECRET)))
          .isEqualTo("401 {\"detail\":\"Invalid token\"}");
      assertThat(other.get("/memories/alice", token("alice"))).startsWith("200 ");
    }
    assertThat(server.get("/v1/working-memory/", bare(SECRET))).startsWith("200 ");
  }

  @Test
  void a_former_secret_still_verifies() {
    assertThat(server.get("/auth/whoami", bare(FORMER))).startsWith("200 ");
  }

  @Test
  void a_configured_key_that_looks_like_a_token_stays_a_key() {
    assertThat(server.get("/auth/whoami", KEY_LIKE_A_TOKEN))
        .contains("\"id\":\"carol\"", "\"kind\":\"api_key\"");
  }

  @Test
  void a_token_beside_another_credential_is_no_credential() {
    Reply reply =
        server.answer(
            "GET /memories/alice",
            "",
            "Authorization: Bearer " + bare(SECRET),
            "X-API-Key: " + token("alice"));

    assertThat(reply.status()).isEqualTo(400);
  }

  @Test
  void the_secret_is_nobodys_key() {
    Map<String, String> environment =
        Map.of(
            "ZEP_AUTH_SECRET",
            SECRET,
            "API_KEYS",
            "{\"" + SECRET + "\": \"alice\"}",
            "MEMWARDEN_DATA",
            "other");

    assertThatThrownBy(() -> new TokenServer(folder, environment, InstantSource.fixed(NOON)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("API_KEYS: a key is the secret that tokens are signed with");
  }
}
