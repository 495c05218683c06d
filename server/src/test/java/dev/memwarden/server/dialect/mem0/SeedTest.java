package dev.memwarden.server.dialect.mem0;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.memory.onnx.OnnxEmbedder;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.embedded.EmbeddedStores;
import dev.memwarden.stores.embedded.Folder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The original's documentation, on the real stores and the real model.
class SeedTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

  @TempDir Path folder;

  @Test
  void its_examples_answer_as_it_says() {
    try (var embedder = new OnnxEmbedder(Path.of("target", "embedder"));
        Stores stores =
            EmbeddedStores.open(
                Folder.open(folder),
                MasterKeyRing.generate(new SecureRandom()),
                embedder.model(),
                embedder.dimensions(),
                NOON,
                (_, _) -> {})) {
      var served = new Served(stores, embedder);

      served.remember("alice", "My name is Alice");
      served.remember("alice", "I love Python programming");
      for (String text :
          new String[] {"I play tennis on Sundays", "I hate milk", "My cat is Mia"}) {
        served.remember("bob", text);
      }

      assertThat(
              Served.text(
                  served.call(
                      "alice",
                      "POST /chat",
                      "{\"message\":\"What do I love?\",\"user_id\":\"alice\"}")))
          .startsWith("200 {\"response\":\"Based on your memories, you love Python programming\",");
      assertThat(
              Served.text(
                  served.call(
                      "alice", "POST /chat", "{\"message\":\"What do you know about me?\"}")))
          .contains("your name is Alice", "you love Python programming", "\"memories_used\":2")
          .doesNotContain("tennis", "milk", "Mia");
      assertThat(
              served
                  .call(
                      "bob", "POST /memories/search", "{\"query\":\"tennis\",\"user_id\":\"bob\"}")
                  .json()
                  .orElseThrow()
                  .at("/memories/0/memory")
                  .stringValue())
          .isEqualTo("I play tennis on Sundays");
      assertThat(Served.text(served.call("bob", "GET /graph/relationships/bob")))
          .contains(
              "{\"source\":\"bob\",\"relationship\":\"hates\",\"target\":\"milk\"}",
              "{\"source\":\"bob\",\"relationship\":\"has_cat\",\"target\":\"Mia\"}");
      assertThat(Served.text(served.call("", "GET /stats")))
          .isEqualTo("200 {\"total_memories\":5,\"total_users\":2}");
      assertThat(Served.text(served.call("alice", "DELETE /memories/user/alice")))
          .isEqualTo("200 {\"message\":\"All memories deleted successfully\"}");
      assertThat(
              Served.text(served.call("alice", "POST /memories/search", "{\"query\":\"Python\"}")))
          .isEqualTo("200 {\"memories\":[],\"total_count\":0}");
    }
  }
}
