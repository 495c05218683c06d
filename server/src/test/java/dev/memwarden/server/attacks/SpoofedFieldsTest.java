package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.RawClient.Response;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Attacks 4.1, 4.2 and 4.5, as far as they concern a server without a proxy: fields that say who
/// or where somebody is. With authentication they count for nothing; without it they close the
/// door.
class SpoofedFieldsTest {
  @TempDir static Path folder;
  @TempDir static Path openFolder;
  private static Stand stand;
  private static Stand open;

  @BeforeAll
  static void start() {
    stand = Stand.in(folder);
    open = Stand.withoutAuthentication(openFolder);
  }

  @AfterAll
  static void stop() {
    stand.close();
    open.close();
  }

  @AfterEach
  void nothing_was_stored_and_the_server_serves() throws IOException {
    stand.isUnharmed();
    open.isUnharmed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X_API_Key: key-alice",
        "X-API_Key: key-alice",
        "XAPIKey: key-alice",
        "API-Key: key-alice",
        "X-Api-Token: key-alice",
        "Authorization_: Bearer key-alice",
        "Proxy-Authorization: Bearer key-alice",
        "X-Authorization: Bearer key-alice",
        "X-Forwarded-Authorization: Bearer key-alice",
        "Cookie: X-API-Key=key-alice; api_key=key-alice",
        "Referer: http://localhost/?api_key=key-alice",
        "X-Forwarded-User: alice",
        "X-Forwarded-For: 127.0.0.1",
        "X-Auth-Request-User: alice",
        "X-Remote-User: alice",
        "Remote-User: alice",
        "X-User-Id: alice",
        "user_id: alice",
        "User-Id: alice",
        "X-Memwarden-Principal: alice",
        "User-Agent: kube-probe/1.30",
        "User-Agent: GoogleHC/1.0",
        "User-Agent: ELB-HealthChecker/2.0",
      })
  void no_other_field_is_a_credential(String field) throws IOException {
    Response own = stand.ask("GET /auth/whoami HTTP/1.1\nHost: localhost\n" + field + "\n\n");
    Response mem0 = stand.ask("GET /memories/alice HTTP/1.1\nHost: localhost\n" + field + "\n\n");

    assertThat(own.status()).isEqualTo(401);
    assertThat(mem0.status()).isEqualTo(403);
    assertThat(mem0.body()).isEqualTo("{\"detail\":\"Not authenticated\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-User: bob",
        "X_API_Key: key-bob",
        "X-User-Id: bob",
        "user_id: bob",
        "X-Forwarded-For: 203.0.113.1",
        "Forwarded: for=203.0.113.1;host=evil",
      })
  void no_other_field_makes_somebody_else(String field) throws IOException {
    Response response = stand.ask("GET /auth/whoami HTTP/1.1\n" + Stand.ALICE + field + "\n\n");

    assertThat(response.body()).contains("\"id\":\"alice\"").doesNotContain("bob");
  }

  @ParameterizedTest
  @CsvSource({
    "x-api-key: key-alice, 200",
    "X-API-KEY: key-alice, 200",
    "X-API-Key: key-bob, 400",
    "Authorization: Bearer key-alice, 200",
    "AUTHORIZATION: Token key-alice, 200",
    "Authorization: Bearer key-bob, 400",
    "Authorization: Basic YWxpY2U6a2V5LWFsaWNl, 400",
  })
  void a_second_credential_says_the_same_or_ends_it(String field, int status) throws IOException {
    assertThat(stand.ask("GET /auth/whoami HTTP/1.1\n" + Stand.ALICE + field + "\n\n").status())
        .isEqualTo(status);
  }

  @Test
  void without_authentication_a_program_here_is_answered() throws IOException {
    for (String host : new String[] {"localhost", "localhost:8000", "127.0.0.1", "[::1]:1"}) {
      assertThat(askOpen("Host: " + host + "\n").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded: for=127.0.0.1",
        "forwarded:",
        "Via: 1.1 proxy",
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-Host: localhost",
        "X-Forwarded-Proto: http",
        "X-Forwarded-Port: 80",
        "X-Forwarded-Prefix: /",
        "X-Forwarded-Server: a",
        "X-Forwarded-Uri: /",
        "X-Forwarded-Method: GET",
        "X-Forwarded-Ssl: on",
        "X-Forwarded-Client-Cert: a",
        "X-Forwarded-Anything-New: a",
        "X-Forwarded: a",
        "x-forwarded-for:",
        "X_FORWARDED_FOR: 127.0.0.1",
        "X-Forwarded_For: 127.0.0.1",
        "x_forwarded_whatever: 1",
        "X-Real-IP: 127.0.0.1",
        "X_Real_IP: 127.0.0.1",
        "X-Client-IP: 127.0.0.1",
        "True-Client-IP: 127.0.0.1",
        "CF-Connecting-IP: 127.0.0.1",
      })
  void without_authentication_no_proxy_is_answered(String field) throws IOException {
    refusesOpen("Host: localhost\n" + field + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "http://evil.example",
        "https://evil.example:8000",
        "http://localhost.evil",
        "http://localhost.evil:8000",
        "http://evil.localhost",
        "http://localhost@evil.example",
        "http://localhost:8000@evil.example",
        "http://localhost#evil",
        "http://localhost/",
        "http://localhost.",
        "http://127.0.0.1.evil.example",
        "http://127.1",
        "http://2130706433",
        "http://0x7f.0.0.1",
        "http://0.0.0.0",
        "http://[::ffff:127.0.0.1]",
        "http://192.168.0.1",
        "file://",
        "file://localhost",
        "evil://localhost",
        "chrome-extension://localhost",
        "localhost",
        "//localhost",
        "http:localhost",
        "http:///localhost",
        "http://",
        "http://localhost http://evil.example",
        "http://l\u00f6calhost",
      })
  void without_authentication_no_foreign_page_is_answered(String origin) throws IOException {
    refusesOpen("Host: localhost\nOrigin: " + origin + "\n");
    refusesOpen("Host: localhost\nOrigin: http://localhost\nOrigin: " + origin + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://localhost:3000",
        "https://127.0.0.1",
        "http://[::1]:1"
      })
  void without_authentication_a_page_of_this_machine_is_answered(String origin) throws IOException {
    assertThat(askOpen("Host: localhost\nOrigin: " + origin + "\n").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil",
        "evil.localhost",
        "127.0.0.1.evil.example",
        "192.168.0.1",
        "0.0.0.0",
        "[::]",
        "127.1",
        "localhost.",
      })
  void without_authentication_no_other_name_is_answered(String host) throws IOException {
    refusesOpen("Host: " + host + "\n");
  }

  private static Response askOpen(String fields) throws IOException {
    return open.ask("GET /memories/alice HTTP/1.1\n" + fields + "\n");
  }

  private static void refusesOpen(String fields) throws IOException {
    String said = "Authentication is disabled: only direct requests from this machine are answered";
    assertThat(askOpen(fields).status()).isEqualTo(403);
    assertThat(askOpen(fields).body()).isEqualTo("{\"detail\":\"" + said + "\"}");
    assertThat(open.ask("GET /auth/whoami HTTP/1.1\n" + fields + "\n").body())
        .isEqualTo("{\"type\":\"about:blank\",\"status\":403,\"detail\":\"" + said + "\"}");
    assertThat(open.ask(Stand.store("x").replace("Host: localhost\n", fields)).status())
        .isEqualTo(403);
  }
}
