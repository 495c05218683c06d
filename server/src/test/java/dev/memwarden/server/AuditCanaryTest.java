package dev.memwarden.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Principal;
import dev.memwarden.server.Handshakes.Tokens;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attack 3.17: secrets are shown wherever one can be shown, good ones and bad ones, and are then
/// looked for in everything that is left behind: logs, the audit log, what refusals say, and every
/// file of the store.
class AuditCanaryTest {
  private static final String CANARY = "canary-4711-of-nobody";
  private static final String CONFIGURED = "canary-4712-of-alice-in-the-settings";
  private static final String SHARED = "canary-4713-q1vS0PgmRbWq0bNkvWjKqk8w2GJcLxYyD5o0mG3n1fU7Zt";
  private static final List<String> ROUTES =
      List.of(
          "GET /memories/alice",
          "POST /memories",
          "GET /v1/working-memory/",
          "GET /api/v1/sessions",
          "GET /auth/whoami",
          "POST /auth/keys",
          "POST /auth/jwt-auth",
          "POST /auth/jwt-refresh",
          "POST /auth/logout",
          "POST /oauth/token",
          "POST /oauth/revoke",
          "POST /oauth/introspect");

  @TempDir Path folder;

  private AllLog log;
  private final List<String> secrets = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private TokenServer server;

  @BeforeEach
  void open() {
    log = new AllLog();
    server =
        new TokenServer(
            folder,
            Map.of("API_KEYS", "{\"" + CONFIGURED + "\": \"alice\"}", "ZEP_AUTH_SECRET", SHARED),
            () -> Instant.parse("2026-11-22T12:00:00Z"));
    secrets.addAll(List.of(CANARY, CONFIGURED, SHARED));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String base64Url(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  /// A secret in every place where somebody could think that it belongs.
  private void show(String secret) {
    String basic = base64("alice:" + secret);
    secrets.add(basic);
    String form = "grant_type=client_credentials&client_id=abc&client_secret=" + secret;
    String token = "grant_type=refresh_token&refresh_token=" + secret + "&token=" + secret;
    for (String route : ROUTES) {
      answer(route, "", "X-API-Key: " + secret);
      for (String scheme : List.of("Bearer", "Token", "Api-Key", "Digest")) {
        answer(route, "", "Authorization: " + scheme + " " + secret);
      }
      answer(route, "", "Authorization: Basic " + basic);
      answer(route, "", "X-API-Key: " + secret, "Authorization: Bearer " + CANARY + "2");
      answer(route + "?api_key=" + secret + "&access_token=" + secret, "");
      answer(route, "", "Cookie: session=" + secret, "Referer: http://localhost/?key=" + secret);
      answer(route, "", "X-Bare-Password: password " + secret);
      answer(route, form);
      answer(route, token);
      answer(route, "{\"api_key\":\"" + secret + "\",\"refresh_token\":\"" + secret + "\"}");
    }
  }

  private void answer(String route, String body, String... fields) {
    Reply reply = server.answer(route, body, fields);
    if (reply.status() >= 400) {
      refusals.add(TokenServer.text(reply) + reply.headers());
    }
  }

  @Test
  void no_secret_is_left_anywhere() throws IOException {
    String key = server.key("alice", Json.object());
    Tokens tokens = Handshakes.open(server, key);
    server.remember("X-API-Key: " + key, "s1");
    String forged =
        base64Url("{\"alg\":\"HS256\",\"kid\":\"" + CANARY + "\"}")
            + "."
            + base64Url("{\"sub\":\"" + CANARY + "\",\"iss\":\"" + CANARY + "\"}")
            + "."
            + base64Url(CANARY);
    List<String> good = List.of(key, tokens.access(), tokens.refresh());
    secrets.addAll(good);
    secrets.add(key.substring(21)); // the secret in it
    secrets.addAll(List.of(forged.split("\\.")));

    show(CANARY);
    show(CANARY + " ");
    show("sks-" + CANARY);
    show(key.substring(0, 21) + CANARY);
    show(forged);
    show(SHARED);
    good.forEach(this::show);
    show(CONFIGURED);
    server.endAudit();
    String audit =
        server
            .administer(
                AdminRequest.of(Principal.DEFAULT_TENANT, Method.GET, "/admin/v1/audit")
                    .with("limit", "10000"))
            .body()
            .toString();
    server.close();

    assertThat(audit).contains("MALFORMED_KEY", "UNKNOWN_KEY", "user:alice");
    assertThat(refusals).isNotEmpty();
    assertThat(log.events()).isNotEmpty();
    secrets.removeIf(String::isBlank);
    clean("the audit log", audit);
    refusals.forEach(refusal -> clean("a refusal", refusal));
    log.texts().forEach(text -> clean("the log", text));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        clean(file.toString(), Files.readString(file, ISO_8859_1));
      }
    }
  }

  private void clean(String where, String text) {
    for (String secret : secrets) {
      assertThat(text.contains(secret)).as("%s has %s", where, secret).isFalse();
    }
  }
}
