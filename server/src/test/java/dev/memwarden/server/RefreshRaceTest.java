package dev.memwarden.server;

import static dev.memwarden.server.Handshakes.open;
import static dev.memwarden.server.Handshakes.refresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.Handshakes.Tokens;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attack 3.12: a hundred callers trade the same refresh token at once. There is one successor,
/// nobody is thrown out who did nothing wrong, and a copy that comes late is caught every time.
class RefreshRaceTest {
  private static final int CALLERS = 100;
  private static final int ROUNDS = Integer.getInteger("memwarden.refresh.rounds", 10);

  @TempDir Path folder;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));

  @Test
  void one_successor_no_false_revocation_and_every_late_copy_caught()
      throws InterruptedException, ExecutionException, TimeoutException {
    try (TokenServer server = new TokenServer(folder, Map.of(), now::get);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      String key = server.key("alice", Json.object());
      for (int round = 0; round < ROUNDS; round++) {
        Tokens first = open(server, key);

        Set<String> successors = successors(race(server, callers, first.refresh()));

        assertThat(successors).as("round " + round).hasSize(1);
        Tokens next = Tokens.of(refresh(server, successors.iterator().next()));
        assertThat(server.get("/auth/whoami", next.access())).startsWith("200 ");

        now.updateAndGet(instant -> instant.plus(Duration.ofSeconds(30)));
        assertThat(refresh(server, first.refresh()).status()).isEqualTo(401);
        assertThat(server.get("/auth/whoami", next.access())).startsWith("401 ");
        assertThat(refresh(server, next.refresh()).status()).isEqualTo(401);
      }
    }
  }

  private static List<Reply> race(TokenServer server, ExecutorService callers, String token)
      throws InterruptedException, ExecutionException, TimeoutException {
    CyclicBarrier start = new CyclicBarrier(CALLERS);
    List<Future<Reply>> replies =
        IntStream.range(0, CALLERS)
            .mapToObj(_ ->
                callers.submit(() -> {
                  start.await(1, TimeUnit.MINUTES);
                  return refresh(server, token);
                }))
            .toList();
    List<Reply> done = new ArrayList<>();
    for (Future<Reply> reply : replies) {
      done.add(reply.get(1, TimeUnit.MINUTES));
    }
    return done;
  }

  private static Set<String> successors(List<Reply> replies) {
    Set<String> successors = new HashSet<>();
    Set<String> working = new HashSet<>();
    for (Reply reply : replies) {
      Tokens tokens = Tokens.of(reply);
      successors.add(tokens.refresh());
      working.add(tokens.access());
    }
    assertThat(working).as("a working token for each").hasSize(CALLERS);
    return successors;
  }
}
