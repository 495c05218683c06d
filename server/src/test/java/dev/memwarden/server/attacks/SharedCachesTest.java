package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.server.attacks.Town.Told;
import dev.memwarden.server.http.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Attack 5.10: a reply that was somebody else's, from a cache on the way or from the server's own
/// store of ready replies.
class SharedCachesTest {
  @TempDir static Path folder;
  private static Town town;

  @BeforeAll
  static void start() throws IOException {
    town = new Town(folder);
    town.remember("alice", "tea");
  }

  @AfterAll
  static void stop() {
    town.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET /auth/whoami              | ``                 | 200
          GET /auth/keys                | ``                 | 200
          POST /auth/keys               | {}                 | 201
          GET /memories/alice           | ``                 | 200
          GET /stats/alice              | ``                 | 200
          GET /graph/relationships/alice | ``                | 200
          POST /memories/search         | {"query":"tea"}    | 200
          POST /chat                    | {"message":"tea"}  | 200
          POST /memories                | {"messages":[]}    | 200
          GET /memories/bob             | ``                 | 403
          POST /chat                    | {}                 | 422
          DELETE /memories/none         | ``                 | 404
          GET /unknown                  | ``                 | 404
          DELETE /chat                  | ``                 | 405
          """)
  void no_cache_may_keep_it(String line, String body, int status) throws IOException {
    Told told =
        town.ask(
            town.key("alice"), line, body, "If-None-Match: *", "Range: bytes=0-1", "Via: 1.1 x");

    assertThat(told.status()).as(told.body()).isEqualTo(status);
    assertThat(told.head().toLowerCase(Locale.ROOT).lines())
        .filteredOn(field -> field.startsWith("cache-control:"))
        .containsExactly("cache-control: no-store");
    assertThat(told.head()).doesNotContainIgnoringCase("etag", "last-modified", "expires:", "age:");
  }

  @Test
  void a_refused_credential_is_not_kept_either() throws IOException {
    assertThat(town.ask("", "GET /auth/whoami", "").head()).contains("no-store");
    assertThat(town.ask("made-up", "GET /auth/whoami", "").head()).contains("no-store");
  }

  @Test
  void everybody_hears_about_themselves() throws IOException {
    String second =
        town.mint(Town.user("alice"), Ceiling.of(Action.MEMORY_AND_CHAT, Box.EVERYWHERE));
    try (RawClient client = town.connect()) {
      for (int i = 0; i < 3; i++) {
        for (String key :
            List.of(town.key("alice"), town.key("bob"), second, town.key("acme/alice"))) {
          isAbout(key, Town.ask(client, key, "GET /auth/whoami", ""));
        }
      }
      assertThat(Town.ask(client, town.key("acme/alice"), "GET /auth/whoami", "").body())
          .contains("\"tenant\":\"acme\"");
    }
  }

  @Test
  void also_when_all_ask_at_once() throws IOException, InterruptedException, ExecutionException {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      keys.add(town.key("user" + i));
    }
    List<Callable<Void>> askers = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      int first = i;
      askers.add(() -> {
        try (RawClient client = town.connect()) {
          for (int n = 0; n < 200; n++) {
            String key = keys.get((first + n) % keys.size());
            isAbout(key, Town.ask(client, key, "GET /auth/whoami", ""));
          }
        }
        return null;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> asker : threads.invokeAll(askers)) {
        asker.get();
      }
    }
  }

  @Test
  void a_revoked_key_hears_nothing_any_more() throws IOException {
    String key = town.key("carol");
    isAbout(key, town.ask(key, "GET /auth/whoami", ""));

    assertThat(town.ask(key, "DELETE /auth/keys/" + key.substring(4, 20), "").status())
        .isEqualTo(200);

    assertThat(town.ask(key, "GET /auth/whoami", "").status()).isEqualTo(401);
  }

  private static void isAbout(String key, Told told) {
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.json().at("/credential/id").stringValue()).isEqualTo(key.substring(4, 20));
  }
}
