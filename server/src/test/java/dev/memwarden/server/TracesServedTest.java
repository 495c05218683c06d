package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.Handshakes.Tokens;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.telemetry.OtlpReceiver;
import dev.memwarden.server.telemetry.OtlpReceiver.Sent;
import dev.memwarden.server.telemetry.Traces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attack 3.17: what a collector gets to see of requests.
class TracesServedTest {
  @TempDir Path folder;

  @Test
  void traces_carry_nothing_of_callers_or_what_they_say() throws IOException {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      Traces traces = Traces.to(new Traces.Target(receiver.endpoint(), Map.of(), "memory", 1));
      String key;
      Tokens tokens;
      try (TokenServer server = new TokenServer(folder, Map.of(), InstantSource.system(), traces)) {
        key = server.key("alice-in-wonderland", Json.object());
        tokens = Handshakes.open(server, key);
        String mine = "X-API-Key: " + key;
        server.remember(mine, "tea-party");
        server.answer("GET /memories/alice-in-wonderland?agent_id=dormouse", "", mine);
        server.answer("GET /memories/the-mad-hatter", "", mine);
        server.answer("GET /api/v1/sessions/tea-party", "", "X-API-Key: " + tokens.access());
        server.answer("GET /nowhere/rabbit", "", "X-API-Key: " + key.substring(0, 30));
        assertThat(Handshakes.refresh(server, tokens.refresh()).status()).isEqualTo(200);
      }
      traces.close();

      assertThat(receiver.spans())
          .extracting(Sent::name)
          .containsExactly(
              "POST /auth/jwt-auth",
              "POST /memories",
              "GET /memories/{user_id}",
              "GET /memories/{user_id}",
              "GET /api/v1/sessions/{session_id}",
              "_OTHER",
              "POST /auth/jwt-refresh");
      assertThat(receiver.raw())
          .contains("/memories/{user_id}")
          .doesNotContain(
              key,
              key.substring(4, 20),
              tokens.access(),
              tokens.refresh(),
              "wonderland",
              "hatter",
              "tea",
              "dormouse",
              "rabbit");
    }
  }
}
