package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One login whose refresh tokens are traded one after the other until the server is killed, for
/// [KillIT]. Whatever became of the last trade, no token ever has two successors.
final class KilledTrades {
  private static final Pattern REFRESH = Pattern.compile("\"refresh_token\":\"([^\"]+)\"");

  private final String key;

  /// What each was traded for, as far as it was acknowledged.
  private final Map<String, String> successors = new ConcurrentHashMap<>();

  private volatile Optional<String> former = Optional.empty();
  private volatile Optional<String> last = Optional.empty();
  private int traded;

  /// @param key whose login it is
  KilledTrades(String key) {
    this.key = key;
  }

  /// How many trades were acknowledged.
  int size() {
    return traded + successors.size();
  }

  /// Trades until the server is gone.
  void write(ServerProcess processes) {
    try {
      String token = refresh(processes.post("/auth/jwt-auth", key, "")).orElseThrow();
      while (true) {
        former = last;
        last = Optional.of(token);
        Optional<String> next = refresh(processes.post("/auth/jwt-refresh", token, ""));
        assertThat(next).isPresent();
        successors.put(token, next.orElseThrow());
        token = next.orElseThrow();
      }
    } catch (IOException | InterruptedException _) {
      // Of the last one nobody knows whether it was traded.
      return;
    }
  }

  /// Presents again what was traded, and may not have been.
  void verify(ServerProcess processes) throws IOException, InterruptedException {
    if (former.isPresent()) {
      // Whoever has its grandchild has no use for it.
      assertThat(traded(processes, former.get()).filter(next -> !isFirst(former, next))).isEmpty();
    }
    if (last.isPresent()) {
      Optional<String> first = traded(processes, last.get());
      Optional<String> second = traded(processes, last.get());
      for (Optional<String> next : List.of(first, second)) {
        next.ifPresent(one ->
            assertThat(one).isEqualTo(successors.getOrDefault(last.get(), first.orElse(one))));
      }
    }
    traded += successors.size();
    successors.clear();
    former = Optional.empty();
    last = Optional.empty();
  }

  private boolean isFirst(Optional<String> token, String next) {
    return next.equals(successors.get(token.orElseThrow()));
  }

  // Refused, or traded.
  private static Optional<String> traded(ServerProcess processes, String token)
      throws IOException, InterruptedException {
    String reply = processes.post("/auth/jwt-refresh", token, "");
    assertThat(reply).matches("(?s)(200|401) .*");
    return refresh(reply);
  }

  private static Optional<String> refresh(String reply) {
    Matcher refresh = REFRESH.matcher(reply);
    return refresh.find() ? Optional.of(refresh.group(1)) : Optional.empty();
  }
}
