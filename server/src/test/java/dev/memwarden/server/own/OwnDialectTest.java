package dev.memwarden.server.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.ConfiguredKeys;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.KeyService;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Minting;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Head;
import dev.memwarden.server.http.Headers;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Pipeline;
import dev.memwarden.server.http.PipelineConfig;
import dev.memwarden.server.http.Received;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.RequestIds;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.embedded.EmbeddedStores;
import dev.memwarden.stores.embedded.Folder;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OwnDialectTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;

  private final Policy policy = new Policy(List.of(), NOON);
  private Stores stores;
  private KeyService keys;
  private Pipeline pipeline;

  /// One answer.
  private record Answer(Reply reply, JsonNode json) {
    int status() {
      return reply.status();
    }
  }

  @BeforeEach
  void open() {
    stores =
        EmbeddedStores.open(
            Folder.open(folder), MasterKeyRing.generate(RANDOM), "none", 4, NOON, (_, _) -> {});
    var authenticator = new KeyAuthenticator(stores.keys(), ConfiguredKeys.NONE, NOON);
    keys = new KeyService(stores.keys(), ConfiguredKeys.NONE, authenticator, RANDOM, NOON);
    pipeline =
        new Pipeline(
            Gate.guarded(authenticator, authenticator, () -> policy),
            List.of(new OwnDialect(keys, NOON)),
            PipelineConfig.DEFAULT,
            new AuthEvents(NOON),
            new RequestIds("t"));
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void whoami_tells_the_principal_and_the_ceiling_of_the_key() {
    Minting.Minted key =
        mint(
            "alice",
            new Ceiling(
                Set.of(Action.CHAT, Action.MEMORY_READ),
                Box.ofUser("default", "alice")
                    .with(Axis.AGENT, Extent.of("planner"))
                    .with(Axis.LABEL, Extent.NONE),
                List.of(),
                Optional.empty(),
                Optional.of(Instant.parse("2026-12-01T00:00:00Z")),
                Optional.empty()));

    Answer answer = ask("GET", "/auth/whoami", "", key.text().revealText());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.reply.header("Content-Type")).hasValue("application/json");
    assertThat(answer.reply.header("Cache-Control")).hasValue("no-store");
    assertThat(answer.json)
        .hasToString(
            """
            {"principal":{"kind":"user","id":"alice"},"tenant":"default",\
            "actions":["memory:read","chat"],\
            "box":{"tenant":"default","user":"alice","agent":"planner","label":null},\
            "credential":{"kind":"api_key","id":"%s","expires_at":"2026-12-01T00:00:00Z"}}\
            """
                .formatted(key.key().id()));
  }

  @Test
  void a_key_of_ones_own_is_made_works_is_listed_and_ends() {
    String parent = manager("alice");

    Answer made =
        ask(
            "POST",
            "/auth/keys",
            "{\"name\":\"laptop\",\"actions\":[\"memory:read\"],\"expires_in\":\"1d\"}",
            parent);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json.propertyNames())
        .containsExactly(
            "id",
            "key",
            "tenant",
            "user",
            "name",
            "description",
            "actions",
            "box",
            "networks",
            "signing_key",
            "rate_limit",
            "max_memories",
            "created_at",
            "not_before",
            "expires_at",
            "last_used_at",
            "revoked_at",
            "revoked_reason",
            "replaced_by");
    assertThat(made.json.path("expires_at").stringValue()).isEqualTo("2026-11-23T12:00:00Z");
    String id = made.json.path("id").stringValue();
    String child = made.json.path("key").stringValue();
    assertThat(ask("GET", "/auth/whoami", "", child).status()).isEqualTo(200);

    Answer list = ask("GET", "/auth/keys", "", parent);
    assertThat(list.json.path("keys")).hasSize(2);
    assertThat(list.json.toString()).contains(id).doesNotContain("\"key\"", child);

    Answer ended = ask("DELETE", "/auth/keys/" + id + "?reason=lost", "", parent);
    assertThat(ended.status()).isEqualTo(200);
    assertThat(ended.json.path("revoked_reason").stringValue()).isEqualTo("lost");
    assertThat(ask("GET", "/auth/whoami", "", child).status()).isEqualTo(401);
  }

  @Test
  void keys_of_others_are_unknown_word_for_word() {
    String alice = manager("alice");
    Minting.Minted bobs = mint("bob", Ceiling.of(Action.ALL, Box.EVERYWHERE));

    Answer foreign = ask("DELETE", "/auth/keys/" + bobs.key().id(), "", alice);
    Answer unknown = ask("DELETE", "/auth/keys/0123456789abcdef", "", alice);

    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.json).isEqualTo(unknown.json);
    assertThat(ask("GET", "/auth/whoami", "", bobs.text().revealText()).status()).isEqualTo(200);
    assertThat(ask("GET", "/auth/keys", "", alice).json.toString()).doesNotContain("bob");
  }

  @Test
  void a_key_without_keys_manage_manages_none() {
    String reader =
        mint("alice", Ceiling.of(Action.MEMORY_AND_CHAT, Box.EVERYWHERE)).text().revealText();

    Answer answer = ask("POST", "/auth/keys", "{}", reader);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.reply.header("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.reply.header("WWW-Authenticate").orElseThrow())
        .contains("error=\"insufficient_scope\"", "scope=\"keys:manage\"");
  }

  @Test
  void a_child_key_gets_no_more_than_its_parent_has() {
    String parent =
        mint("alice", Ceiling.of(Set.of(Action.KEYS_MANAGE, Action.CHAT), Box.EVERYWHERE))
            .text()
            .revealText();

    Answer answer = ask("POST", "/auth/keys", "{\"actions\":[\"memory:read\"]}", parent);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json.path("detail").stringValue()).contains("more actions");
    assertThat(answer.reply.header("WWW-Authenticate")).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                      | 401 | Bearer realm="memwarden"
          sks-0123456789abcdef_x                  | 401 | Bearer realm="memwarden", error="invalid_token"
          anything                                | 401 | Bearer realm="memwarden", error="invalid_token"
          """)
  void without_a_good_key_nothing_is_told(String key, int status, String challenge) {
    Answer answer = ask("GET", "/auth/keys", "", key);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.reply.header("WWW-Authenticate")).hasValue(challenge);
    assertThat(answer.json).isEqualTo(ask("GET", "/auth/whoami", "", "other").json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{\"nam\":\"x\"}",
        "{\"user\":\"bob\"}",
        "{\"name\":1}",
        "{\"name\":\"a\\nb\"}",
        "{\"actions\":[]}",
        "{\"actions\":\"chat\"}",
        "{\"actions\":[\"memory:fly\"]}",
        "{\"actions\":[null]}",
        "{\"box\":[]}",
        "{\"box\":{\"place\":\"x\"}}",
        "{\"box\":{\"agent\":\"\"}}",
        "{\"box\":{\"agent\":[\"x\"]}}",
        "{\"networks\":[]}",
        "{\"networks\":[\"example.com\"]}",
        "{\"networks\":[\"\"]}",
        "{\"networks\":[\"10.0.0.0/33\"]}",
        "{\"expires_at\":\"tomorrow\"}",
        "{\"expires_at\":\"2027-01-01\"}",
        "{\"expires_at\":\"+999999999-01-01T00:00:00Z\"}",
        "{\"expires_in\":\"0d\"}",
        "{\"expires_in\":\"-1d\"}",
        "{\"expires_in\":\"999999999d\"}",
        "{\"expires_in\":30}",
        "{\"expires_in\":\"1d\",\"expires_at\":\"2027-01-01T00:00:00Z\"}",
        "{\"name\":\"x\",\"name\":\"y\"}",
      })
  void a_wish_that_makes_no_sense_makes_no_key(String body) {
    String parent = manager("alice");

    Answer answer = ask("POST", "/auth/keys", body, parent);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json.path("errors")).isNotEmpty();
    assertThat(ask("GET", "/auth/keys", "", parent).json.path("keys")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":\"ä\",\"description\":\"d\",\"actions\":[\"chat\",\"keys:manage\"]}",
        "{\"box\":{\"tenant\":\"default\",\"agent\":\"*\",\"label\":null}}",
        "{\"networks\":[\"10.0.0.0/8\",\"2001:db8::/32\"],\"expires_in\":\"90s\"}",
        "{\"not_before\":\"2026-12-01T00:00:00+01:00\",\"expires_at\":\"2027-01-01T00:00:00Z\"}",
      })
  void what_was_decoded_is_encoded_to_the_same(String body) {
    OwnWire wire = new OwnWire(NOON);
    OwnRequest request = OwnRequests.mint(wire, body.getBytes(StandardCharsets.UTF_8));

    assertThat(OwnRequests.mint(wire, wire.encode(request).body().bytes())).isEqualTo(request);
  }

  private String manager(String user) {
    return mint(user, Ceiling.of(Action.ALL, Box.EVERYWHERE)).text().revealText();
  }

  private Minting.Minted mint(String user, Ceiling ceiling) {
    Principal owner = new Principal(Principal.Kind.USER, Principal.DEFAULT_TENANT, user);
    Identity admin =
        new Identity(
            new Principal(Principal.Kind.ADMIN, Principal.DEFAULT_TENANT, "root"),
            Set.of(),
            Ceiling.of(Action.ALL, Box.EVERYWHERE),
            new CredentialRef(CredentialRef.Kind.CONTROL_SOCKET, "local"));
    Allow allow =
        (Allow)
            policy.decide(
                admin,
                List.of(new Demand(Action.KEYS_MANAGE, Box.exactly(KeyRecord.place(owner)))));
    return (Minting.Minted)
        keys.mint(allow, new NewKey(owner, Optional.empty(), Optional.empty(), ceiling));
  }

  private Answer ask(String method, String target, String body, String key) {
    Head head =
        new Head(
            method,
            target,
            Headers.of(List.of(Map.entry("Host", "localhost"), Map.entry("X-API-Key", key))),
            InetAddress.ofLiteral("127.0.0.1"));
    Reply reply =
        pipeline.answer(new Received(head, Body.of(body.getBytes(StandardCharsets.UTF_8))));
    return new Answer(reply, ((Parsed.Value) Json.parse(reply.bytes())).node());
  }
}
