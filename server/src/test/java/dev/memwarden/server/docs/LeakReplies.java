package dev.memwarden.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.server.leak.CodeHost;
import dev.memwarden.server.leak.LeakReport;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;

/// Gets every reply to a report of leaked keys that is signed.
record LeakReplies(DocumentedServer server, AdministrationReplies.Asker asker) {

  void all() {
    String key = server.key("alice", Action.MEMORY_AND_CHAT);
    String found =
        "[{\"token\": \"%s\", \"type\": \"t\", \"url\": \"\"}, {\"token\": \"x\"}]".formatted(key);
    assertThat(report(found)).isEqualTo(200);
    assertThat(report("{}")).isEqualTo(422);
    assertThat(report(Collections.nCopies(LeakReport.MAX_LEAKS + 1, "1").toString()))
        .isEqualTo(413);
  }

  private int report(String body) {
    Map<String, String> fields =
        Map.of(
            "Host",
            "localhost:8000",
            CodeHost.KEY_FIELD,
            DocumentedServer.HOST.id(),
            CodeHost.SIGNATURE_FIELD,
            DocumentedServer.HOST.sign(body.getBytes(StandardCharsets.UTF_8)));
    return asker.ask("POST", "/auth/leaked", body, fields).status();
  }
}
