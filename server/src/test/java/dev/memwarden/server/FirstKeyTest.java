package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Secret;
import dev.memwarden.server.http.Method;
import dev.memwarden.stores.lucene.IndexProgress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Attack 3.14: the key of a first start is made once, ends by itself, and is the only one that
/// nobody asked for.
class FirstKeyTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

  private Optional<Secret> start(Map<String, String> environment, AuthMode auth) {
    Configuration config =
        Configuration.of(Settings.read(new SettingSources(Map.of(), environment, folder)), folder);
    try (Instance instance =
        Instance.open(config.store(), now::get, new SecureRandom(), IndexProgress.UNSEEN)) {
      return FirstKey.mint(instance, auth, now::get);
    }
  }

  @Test
  void it_is_made_at_the_first_start_only_and_ends_after_a_day() {
    String key = start(Map.of(), AuthMode.ON).orElseThrow().revealText();

    assertThat(start(Map.of(), AuthMode.ON)).isEmpty();
    try (var server = new TokenServer(folder, Map.of(), now::get)) {
      assertThat(server.get("/auth/whoami", key)).contains("\"kind\":\"admin\"");
      now.set(NOON.plus(FirstKey.LIFETIME).minusNanos(1_000));
      assertThat(server.get("/auth/whoami", key)).startsWith("200 ");
      now.set(NOON.plus(FirstKey.LIFETIME));
      assertThat(server.get("/auth/whoami", key)).startsWith("401 ");
    }
    now.set(NOON.plus(Duration.ofDays(400)));
    assertThat(start(Map.of(), AuthMode.ON)).isEmpty();
  }

  @Test
  void one_that_was_revoked_does_not_come_again() {
    String key = start(Map.of(), AuthMode.ON).orElseThrow().revealText();
    try (var server = new TokenServer(folder, Map.of(), now::get)) {
      server.administer(Method.POST, "/admin/v1/keys/" + key.substring(4, 20) + "/revoke");
      assertThat(server.get("/auth/whoami", key)).startsWith("401 ");
    }

    assertThat(start(Map.of(), AuthMode.ON)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          API_KEYS          | {"sk-alice": "alice"}
          ZEP_AUTH_SECRET   | q1-vS0PgmRbWq0bNkvWjKqk8w2GJcLxYyD5o0mG3n1fU7ZtXrE4hBvA9sHdJpLw6QeTzCiMuVyOa
          OAUTH2_ISSUER_URL | https://issuer.test/
          """)
  void there_is_none_where_somebody_has_a_credential(String name, String value) {
    assertThat(start(new HashMap<>(Map.of(name, value)), AuthMode.ON)).isEmpty();
  }

  @Test
  void there_is_none_without_authentication() {
    assertThat(start(Map.of(), AuthMode.OFF)).isEmpty();
  }

  @Test
  void without_it_there_is_no_account() {
    try (var server = new TokenServer(folder, Map.of(), now::get)) {
      for (String guess : new String[] {"admin", "admin:admin", "changeme", "root", "default"}) {
        assertThat(server.get("/auth/whoami", guess)).startsWith("401 ");
      }
      assertThat(server.administer(Method.GET, "/admin/v1/keys").body().path("keys")).isEmpty();
    }
  }
}
