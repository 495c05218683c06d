package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Refusal;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every dialect has an answer to every reason, and none tells more about keys than another.
class DialectRefusalsTest {
  // What only whoever keeps the keys knows about a key that somebody tries.
  private static final Set<Refusal> SECRET_REASONS =
      Set.of(
          Refusal.MALFORMED_KEY,
          Refusal.UNKNOWN_KEY,
          Refusal.WRONG_SECRET,
          Refusal.REVOKED,
          Refusal.DISABLED_PRINCIPAL,
          Refusal.FOREIGN_NETWORK);

  @TempDir Path folder;

  @Test
  void every_reason_has_a_body_in_the_shape_of_its_dialect() {
    try (var server = new TokenServer(folder, Map.of(), InstantSource.system())) {
      for (Dialect dialect : server.dialects()) {
        for (Refusal why : Refusal.values()) {
          Reply reply = dialect.unauthenticated(why);

          int status =
              switch (why) {
                case CONFLICTING_CREDENTIALS -> 400;
                case NO_CREDENTIAL -> dialect.name().equals("mem0") ? 403 : 401;
                default -> 401;
              };
          assertThat(reply.status()).as("%s %s", dialect.name(), why).isEqualTo(status);
          assertThat(reply.bytes()).isNotEmpty();
          assertThat(reply.header("Content-Type"))
              .contains(
                  switch (dialect.name()) {
                    case "zep" -> "text/plain; charset=utf-8";
                    case "own", "admin" -> "application/problem+json";
                    default -> "application/json";
                  });
        }
      }
    }
  }

  @Test
  void keys_that_are_unknown_wrong_revoked_disabled_or_from_elsewhere_are_one_reply() {
    try (var server = new TokenServer(folder, Map.of(), InstantSource.system())) {
      for (Dialect dialect : server.dialects()) {
        assertThat(bodies(dialect, SECRET_REASONS.stream())).as(dialect.name()).hasSize(1);
      }
      List<Dialect> silent =
          server.dialects().stream()
              .filter(dialect -> List.of("mem0", "own", "admin").contains(dialect.name()))
              .toList();
      assertThat(silent).hasSize(3);
      for (Dialect dialect : silent) {
        Stream<Refusal> presented =
            Stream.of(Refusal.values())
                .filter(why -> why != Refusal.NO_CREDENTIAL)
                .filter(why -> why != Refusal.CONFLICTING_CREDENTIALS);
        assertThat(bodies(dialect, presented)).as(dialect.name()).hasSize(1);
      }
    }
  }

  private static Set<String> bodies(Dialect dialect, Stream<Refusal> reasons) {
    return reasons
        .map(dialect::unauthenticated)
        .map(reply -> reply.headers() + new String(reply.bytes(), StandardCharsets.UTF_8))
        .collect(Collectors.toSet());
  }
}
