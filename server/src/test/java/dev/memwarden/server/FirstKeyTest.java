package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Method;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.Stream;
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

  private Instance open(Map<String, String> environment, Path data) {
    Configuration config =
        Configuration.of(Settings.read(new SettingSources(Map.of(), environment, data)), data);
    return Instance.open(config.store(), now::get, new SecureRandom(), IndexProgress.UNSEEN);
  }

  private Optional<Secret> start(Map<String, String> environment, AuthMode auth) {
    try (Instance instance = open(environment, folder)) {
      return FirstKey.mint(instance, auth, now::get, _ -> {});
    }
  }

  /// A start that nobody watches.
  private Optional<Path> startInto(Path data) {
    try (Instance instance = open(Map.of(), data)) {
      return FirstKey.mintInto(data, instance, AuthMode.ON, now::get);
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
  void it_takes_the_place_of_one_from_an_earlier_store() throws IOException {
    Path file = folder.resolve(FirstKey.FILE);
    Files.writeString(file, "sks-from-elsewhere");

    assertThat(startInto(folder)).contains(file);

    String key = Files.readString(file).strip();
    try (var server = new TokenServer(folder, Map.of(), now::get)) {
      assertThat(server.get("/auth/whoami", key)).contains("\"kind\":\"admin\"");
    }
    assertThat(startInto(folder)).isEmpty();
    assertThat(file).content().startsWith(key);
    assertThat(folder.resolve(FirstKey.FILE + ".new")).doesNotExist();
  }

  @Test
  void there_is_none_as_long_as_it_cannot_be_written_down() throws IOException {
    Path inTheWay = Files.createDirectories(folder.resolve(FirstKey.FILE).resolve("full"));
    assertThatThrownBy(() -> startInto(folder)).isInstanceOf(StoreUnavailableException.class);

    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());

    assertThat(startInto(folder)).isPresent();
  }

  /// Starts two servers over one database, both at once.
  private <T> List<T> startTwo(BiFunction<Path, Instance, Optional<T>> minting)
      throws SQLException, IOException, InterruptedException, ExecutionException {
    PostgresPeer database = PostgresPeer.create();
    Map<String, String> settings =
        database.settings(MasterKeyRing.generate(new SecureRandom()).print().revealText());
    Path here = Files.createDirectory(folder.resolve("here"));
    Path there = Files.createDirectory(folder.resolve("there"));
    try (Instance one = open(settings, here);
        Instance other = open(settings, there);
        ExecutorService servers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<T>>> starts =
          List.of(
              servers.submit(() -> minting.apply(here, one)),
              servers.submit(() -> minting.apply(there, other)));
      List<T> made = new ArrayList<>();
      for (Future<Optional<T>> start : starts) {
        start.get().ifPresent(made::add);
      }
      assertThat(
              one.admin()
                  .ask(AdminRequest.of(Principal.DEFAULT_TENANT, Method.GET, "/admin/v1/keys"))
                  .body()
                  .path("keys"))
          .hasSize(1);
      return made;
    } finally {
      database.drop();
    }
  }

  @Test
  void of_servers_that_start_at_once_over_one_database_one_makes_it()
      throws SQLException, IOException, InterruptedException, ExecutionException {
    CyclicBarrier bothFoundNone = new CyclicBarrier(2);

    List<Secret> made =
        startTwo((_, instance) ->
            FirstKey.mint(instance, AuthMode.ON, now::get, _ -> await(bothFoundNone)));

    assertThat(made).hasSize(1);
  }

  @Test
  void whoever_was_slower_keeps_no_file()
      throws SQLException, IOException, InterruptedException, ExecutionException {
    List<Path> made =
        startTwo((data, instance) -> FirstKey.mintInto(data, instance, AuthMode.ON, now::get));

    assertThat(made).hasSize(1);
    assertThat(Stream.of("here", "there").map(folder::resolve).map(at -> at.resolve(FirstKey.FILE)))
        .filteredOn(Files::exists)
        .isEqualTo(made);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      int _ = barrier.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
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
