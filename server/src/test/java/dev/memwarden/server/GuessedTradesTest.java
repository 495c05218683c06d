package dev.memwarden.server;

import static dev.memwarden.server.Handshakes.ELSEWHERE;
import static dev.memwarden.server.Handshakes.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.Handshakes.Tokens;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Attack 3.15 where keys and refresh tokens are traded: guesses count there as everywhere, and
/// keep nobody out, neither whoever else is there nor whose key is guessed.
class GuessedTradesTest {
  private static final int LIMIT = 3;

  @TempDir Path folder;

  private TokenServer server;
  private String key;
  private Tokens tokens;

  // A clock that stands still: no time pays for more.
  @BeforeEach
  void open() {
    server =
        new TokenServer(
            folder,
            Map.of(TokenServer.MAX_FAILURES, Integer.toString(LIMIT)),
            InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
    key = server.key("alice", Json.object());
    tokens = Handshakes.open(server, key);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      textBlock =
          """
          /auth/jwt-auth    | ''                                                      | X-API-Key: {key}             | 401
          /auth/jwt-auth    | ''                                                      | Authorization: Bearer {key}  | 401
          /auth/jwt-refresh | ''                                                      | Authorization: Bearer {next} | 401
          /auth/logout      | ''                                                      | Authorization: Bearer {next} | 401
          /oauth/token      | grant_type=client_credentials&{client}                  | Accept: */*                  | 401
          /oauth/token      | grant_type=refresh_token&refresh_token={next}           | Accept: */*                  | 400
          /oauth/token      | grant_type=refresh_token&refresh_token={next}&{client}  | Accept: */*                  | 401
          /oauth/revoke     | token={next}&{client}                                   | Accept: */*                  | 401
          /oauth/introspect | token={next}&{client}                                   | Accept: */*                  | 401
          /oauth/introspect | token={next}                                            | Authorization: Bearer {key}  | 401
          """)
  void beyond_the_limit_they_are_told_so_and_whoever_is_good_notices_nothing(
      String path, String body, String field, int status) {
    for (int i = 0; i < LIMIT; i++) {
      assertThat(guess(ELSEWHERE, path, body, field).status()).isEqualTo(status);
    }

    Reply late = guess(ELSEWHERE, path, body, field);
    assertThat(late.status()).isEqualTo(429);
    assertThat(late.header("Retry-After")).contains("20");
    assertThat(guess(ELSEWHERE, "/chat", "{}", "X-API-Key: {key}").status())
        .as("they are counted together")
        .isEqualTo(429);

    assertThat(guess(HOME, path, body, field).status()).as("from elsewhere").isEqualTo(status);
    isServed(HOME);
    isServed(ELSEWHERE);
  }

  /// Something of the right form for each of `{key}`, `{client}` and `{next}`, with the ids of what
  /// alice has.
  private Reply guess(InetAddress from, String path, String body, String field) {
    String forged = ForgedKey.withIdOf(key);
    String refresh = tokens.refresh();
    int last = refresh.length() - 1;
    String next = refresh.substring(0, last) + (refresh.charAt(last) == 'A' ? 'B' : 'A');
    String client = "client_id=" + key.substring(4, 20) + "&client_secret=" + forged;
    String sent = body.replace("{client}", client).replace("{next}", next);
    String shown = field.replace("{key}", forged).replace("{next}", next);
    return server.answerTo(from, "POST " + path, sent, shown);
  }

  /// That alice trades there as ever, with her key and with what she had from it before.
  private void isServed(InetAddress from) {
    String client = "client_id=" + key.substring(4, 20) + "&client_secret=" + key;
    String grant = "grant_type=client_credentials&" + client;
    assertThat(server.answerTo(from, "POST /oauth/token", grant).status()).isEqualTo(200);
    assertThat(server.answerTo(from, "POST /auth/jwt-auth", "", "X-API-Key: " + key).status())
        .isEqualTo(200);
    tokens = Tokens.of(Handshakes.refresh(server, tokens.refresh(), from));
    assertThat(
            server
                .answerTo(from, "GET /auth/whoami", "", "Authorization: Bearer " + tokens.access())
                .status())
        .isEqualTo(200);
  }
}
