package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Signing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// A key whose requests must be signed, on every kind of route: what it can do with signatures, and
/// what whoever has the key alone cannot.
class SignedServedTest {
  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  private static final String URL = "http://localhost:8000";
  private static final String MEMORY =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"I like tea\"}]}";

  @TempDir Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Signing alice = new Signing();

  private TokenServer server;
  private AuthLog log;
  private String key;
  private String id;

  @BeforeEach
  void open() {
    server = new TokenServer(folder, Map.of(), now::get);
    ObjectNode wish = Json.object().put("signing_key", alice.signer().toString());
    wish.putArray("actions").add("*");
    key = server.key("alice", wish);
    id = key.substring(4, 20);
    now.set(START.plusSeconds(30));
    log = new AuthLog();
  }

  @AfterEach
  void close() {
    log.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /auth/whoami           | no  | 200
          GET /auth/keys             | no  | 200
          GET /memories/alice        | no  | 200
          GET /v1/working-memory/    | no  | 200
          GET /api/v1/sessions       | no  | 200
          POST /memories             | yes | 200
          POST /auth/jwt-auth        | no  | 401
          """)
  void a_signed_request_passes_everywhere_but_where_keys_are_traded(
      String request, String withBody, int status) {
    String body = withBody.equals("yes") ? MEMORY : "";

    assertThat(text(signed(alice, key, request, body))).startsWith(status + " ");
    // Also once the key is known by heart.
    assertThat(text(signed(alice, key, request, body))).startsWith(status + " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /auth/whoami",
        "GET /auth/keys",
        "GET /memories/alice",
        "GET /v1/working-memory/",
        "GET /api/v1/sessions",
        "POST /memories",
        "POST /auth/jwt-auth"
      })
  void the_key_alone_is_refused_as_an_unknown_one_is(String request) {
    String unknown = key.substring(0, key.length() - 1) + "~";
    String body = request.startsWith("POST /memories") ? MEMORY : "";
    Reply expected = server.answer(request, body, "X-API-Key: " + unknown);

    for (int i = 0; i < 2; i++) {
      Reply refused = server.answer(request, body, "X-API-Key: " + key);
      assertThat(text(refused)).isEqualTo(text(expected)).startsWith("401 ");
      assertThat(refused.header("WWW-Authenticate")).isEqualTo(expected.header("WWW-Authenticate"));
      assertThat(logged()).contains("reason=\"UNSIGNED\"");
    }
  }

  @Test
  void a_key_is_no_client_of_oauth_with_or_without_a_signature() {
    String basic =
        "Authorization: Basic "
            + Base64.getEncoder().encodeToString((id + ":" + key).getBytes(StandardCharsets.UTF_8));
    String form = "Content-Type: application/x-www-form-urlencoded";
    for (String path : List.of("token", "introspect", "revoke")) {
      String body = path.equals("token") ? "grant_type=client_credentials" : "token=t";
      List<String> fields = new ArrayList<>(List.of(basic, form));
      assertThat(text(server.answer("POST /oauth/" + path, body, fields.toArray(String[]::new))))
          .startsWith("401 {\"error\":\"invalid_client\"");
      fields.addAll(List.of(alice.sign(id, now.get(), "POST", URL + "/oauth/" + path, body)));
      assertThat(text(server.answer("POST /oauth/" + path, body, fields.toArray(String[]::new))))
          .startsWith("401 {\"error\":\"invalid_client\"");
      String error = path.equals("token") ? "invalid_client" : "invalid_token";
      assertThat(text(server.answer("POST /oauth/" + path, body, form, "X-API-Key: " + key)))
          .startsWith("401 {\"error\":\"" + error + "\"");
    }
  }

  @Test
  void what_the_key_makes_must_be_signed_by_it_too() {
    String wish = "{\"name\":\"child\"}";
    Reply made = signed(alice, key, "POST /auth/keys", wish);
    assertThat(text(made))
        .startsWith("201 ")
        .contains("\"signing_key\":\"" + alice.signer() + "\"");
    String child = Handshakes.json(made).path("key").stringValue();

    assertThat(server.answer("GET /auth/whoami", "", "X-API-Key: " + child).status())
        .isEqualTo(401);
    assertThat(signed(alice, child, "GET /auth/whoami", "").status()).isEqualTo(200);
    // A signature of one key is none of its sibling, though both have one signer.
    String[] foreign = alice.sign(id, now.get(), "GET", URL + "/auth/whoami", "");
    assertThat(answer(child, "GET /auth/whoami", "", foreign).status()).isEqualTo(401);
    assertThat(logged()).contains("reason=\"WRONG_SIGNATURE\"");
  }

  @Test
  void a_rotated_key_must_be_signed_by_the_same() {
    server.administer("/admin/v1/keys/" + id + "/rotate", Json.object());
    String list = text(signed(alice, key, "GET /auth/keys", ""));

    assertThat(list.split("\"signing_key\":\"" + alice.signer() + "\"", -1)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          another signer             | WRONG_SIGNATURE
          another method             | WRONG_SIGNATURE
          another query              | WRONG_SIGNATURE
          another host               | WRONG_SIGNATURE
          another body               | WRONG_DIGEST
          a body where none was      | WRONG_DIGEST
          too old                    | UNTIMELY_SIGNATURE
          again                      | REPLAYED
          two of them                | MALFORMED_SIGNATURE
          garbage                    | MALFORMED_SIGNATURE
          very long garbage          | MALFORMED_SIGNATURE
          """)
  void a_request_that_is_not_the_signed_one(String what, String reason) {
    String target = what.equals("another method") ? "/memories/alice" : "/memories/user/alice";
    Signing by = what.equals("another signer") ? new Signing() : alice;
    String url = (what.equals("another host") ? "http://example.com" : URL) + target;
    String body = what.equals("another body") ? MEMORY : "";
    String[] fields = by.sign(id, now.get(), "DELETE", url, body);
    Reply refused =
        switch (what) {
          case "another method" -> answer(key, "GET " + target, "", fields);
          case "another query" -> answer(key, "DELETE " + target + "?confirm=true", "", fields);
          case "another body" -> answer(key, "DELETE " + target, MEMORY + " ", fields);
          case "a body where none was" -> answer(key, "DELETE " + target, MEMORY, fields);
          case "too old" -> {
            now.set(now.get().plusSeconds(61));
            yield answer(key, "DELETE " + target, "", fields);
          }
          case "again" -> {
            assertThat(answer(key, "DELETE " + target, "", fields).status()).isEqualTo(200);
            yield answer(key, "DELETE " + target, "", fields);
          }
          case "two of them" ->
              answer(key, "DELETE " + target, "", fields[0] + ", x=()", fields[1] + ", x=:AA==:");
          case "garbage" ->
              answer(key, "DELETE " + target, "", "Signature-Input: \u00e4", fields[1]);
          case "very long garbage" ->
              answer(
                  key, "DELETE " + target, "", "Signature-Input: s=" + "(".repeat(8000), fields[1]);
          default -> answer(key, "DELETE " + target, "", fields);
        };

    assertThat(text(refused)).isEqualTo("401 {\"detail\":\"Invalid API key\"}");
    assertThat(logged()).contains("reason=\"" + reason + "\"");
  }

  @Test
  void who_may_not_do_something_may_not_do_it_signed_either() {
    assertThat(text(signed(alice, key, "GET /memories/bob", ""))).startsWith("403 ");
    server.administer(Method.POST, "/admin/v1/keys/" + id + "/revoke");
    assertThat(text(signed(alice, key, "GET /memories/alice", ""))).startsWith("401 ");
  }

  @Test
  void a_signature_beside_a_key_that_demands_none_is_passed_over() {
    String plain = server.key("bob", Json.object());

    assertThat(
            answer(plain, "GET /auth/whoami", "", "Signature-Input: garbage", "Signature: garbage")
                .status())
        .isEqualTo(200);
  }

  @Test
  void right_after_a_start_nobody_knows_what_came_before_it() {
    String[] fields = alice.sign(id, now.get(), "GET", URL + "/auth/whoami", "");
    assertThat(answer(key, "GET /auth/whoami", "", fields).status()).isEqualTo(200);

    server.close();
    server = new TokenServer(folder, Map.of(), now::get);
    Reply repeated = answer(key, "GET /auth/whoami", "", fields);
    assertThat(repeated.status()).isEqualTo(503);
    assertThat(repeated.header("Retry-After")).isPresent();
    now.set(now.get().plusSeconds(6));
    assertThat(signed(alice, key, "GET /auth/whoami", "").status()).isEqualTo(200);
    assertThat(answer(key, "GET /auth/whoami", "", fields).status()).isEqualTo(503);
  }

  @Test
  void a_wish_for_what_is_no_public_key_makes_no_key() {
    assertThat(
            text(
                signed(
                    alice,
                    key,
                    "POST /auth/keys",
                    "{\"signing_key\":\"ed25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}")))
        .startsWith("422 ")
        .contains("signing_key");
  }

  private Reply signed(Signing by, String with, String request, String body) {
    String[] line = request.split(" ", 2);
    return answer(
        with,
        request,
        body,
        by.sign(with.substring(4, 20), now.get(), line[0], URL + line[1], body));
  }

  private Reply answer(String with, String request, String body, String... fields) {
    List<String> all = new ArrayList<>(List.of(fields));
    all.add("Authorization: Bearer " + with);
    return server.answer(request, body, all.toArray(String[]::new));
  }

  private static String text(Reply reply) {
    return TokenServer.text(reply);
  }

  private String logged() {
    return log.lines().toString();
  }
}
