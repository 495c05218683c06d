package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Three servers on one database, of which a part is taken away. Attacks 3.8, 7.1, 7.2 and 7.6.
final class NodesIT extends ThreeNodes {
  private static final int MEMORIES = 20;

  @Test
  void what_a_server_acknowledged_before_it_was_killed_holds_at_the_others()
      throws IOException, InterruptedException {
    ServerProcess killed = nodes.getFirst();
    List<ServerProcess> others = nodes.subList(1, NODES);
    JsonNode minted = mint(killed);
    String key = minted.path("key").asString();
    for (ServerProcess node : nodes) {
      assertThat(letsIn(node, key)).isTrue();
    }
    for (int i = 0; i < MEMORIES; i++) {
      remember(killed, "thing number " + i + " of many");
    }
    revoke(killed, minted);
    long revoked = System.nanoTime();

    killed.server().destroyForcibly();

    for (ServerProcess node : others) {
      refusesInTime(node, key, revoked);
    }
    for (ServerProcess node : others) {
      String list = memories(node);
      for (int i = 0; i < MEMORIES; i++) {
        assertThat(list).contains("thing number " + i + " of many");
      }
      remember(node, "life goes on");
    }
    assertThat(killed.server().waitFor()).isEqualTo(128 + 9);
    killed.serve(settings());
    assertThat(letsIn(killed, key)).isFalse();
    assertThat(memories(killed)).contains("life goes on");
  }

  @Test
  void without_the_database_nobody_is_let_in_and_afterwards_everything_is_as_it_was()
      throws IOException, InterruptedException {
    JsonNode minted = mint(nodes.getFirst());
    String revokedKey = minted.path("key").asString();
    remember(nodes.getFirst(), "from before");
    revoke(nodes.getFirst(), minted);

    database.close();
    long stopped = System.nanoTime();
    for (ServerProcess node : nodes) {
      refusesInTime(node, "key-of-alice", stopped);
      assertThat(memories(node)).startsWith("503 ");
    }

    database = startDatabase();

    for (ServerProcess node : nodes) {
      long started = System.nanoTime();
      while (!memories(node).startsWith("200 ")) {
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(PATIENCE);
      }
      assertThat(memories(node)).contains("from before");
      assertThat(letsIn(node, revokedKey)).isFalse();
      remember(node, "from after");
    }
  }
}
