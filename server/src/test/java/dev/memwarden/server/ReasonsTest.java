package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.http.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Why something was ended is shown to people later, on terminals and in logs: one rule for all
/// routes that ask.
class ReasonsTest {
  private static final String TOKEN = "jwt0123456789abcdefghijklmnopqrstuvwxyz0123456";

  @TempDir Path folder;

  private TokenServer server;
  private String key;

  @BeforeEach
  void open() {
    server = new TokenServer(folder, Map.of(), () -> Instant.parse("2026-11-22T12:00:00Z"));
    key = server.key("alice", Json.object()).substring(4, 20);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private AdminReply revoke(String what, String reason) {
    String path = "/admin/v1/" + what.replace("KEY", key);
    var body = Json.object().put("reason", reason);
    return server.administer(path, what.startsWith("tokens") ? body.put("token", TOKEN) : body);
  }

  @ParameterizedTest
  @CsvSource({"keys/KEY/revoke", "tokens/revoke", "logins/x/end"})
  void a_reason_is_one_line_of_text(String what) {
    for (String odd :
        new String[] {"a\nb", "a\r", "\u001b[2Jgone", "a\u0000", "\u0085", "\u007f"}) {
      assertThat(revoke(what, odd).status()).isEqualTo(422);
    }
    assertThat(revoke(what, "x".repeat(501)).status()).isEqualTo(422);
    assertThat(revoke(what, "verloren – ∞ " + "x".repeat(487)).status()).isNotEqualTo(422);
  }

  @Test
  void a_reason_that_was_refused_revoked_nothing() {
    revoke("keys/KEY/revoke", "a\nb");

    assertThat(revoke("keys/KEY/revoke", "lost").body().path("revoked_reason").stringValue())
        .isEqualTo("lost");
  }
}
