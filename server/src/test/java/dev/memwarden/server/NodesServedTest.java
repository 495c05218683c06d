package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.AuthorityWatch;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.sql.MasterKeyMismatchException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Three servers on one PostgreSQL database. Attacks 3.8, 3.13, 7.1, 7.2 and 7.7.
class NodesServedTest {
  static final String MASTER_KEY = MasterKeyRing.generate(new SecureRandom()).print().revealText();

  @TempDir Path folder;

  PostgresPeer database;
  TokenServer one;
  TokenServer other;
  TokenServer third;

  @BeforeEach
  void open() throws SQLException, IOException {
    database = PostgresPeer.create();
    one = server("one", MASTER_KEY);
    other = server("other", MASTER_KEY);
    third = server("third", MASTER_KEY);
  }

  private TokenServer server(String name, String masterKey) throws IOException {
    return server(name, masterKey, InstantSource.system());
  }

  private TokenServer server(String name, String masterKey, InstantSource clock)
      throws IOException {
    return new TokenServer(Files.createDirectory(folder.resolve(name)), settings(masterKey), clock);
  }

  /// What each of them is told.
  Map<String, String> settings(String masterKey) {
    return database.settings(masterKey);
  }

  @AfterEach
  void close() throws SQLException {
    for (TokenServer server : List.of(one, other, third)) {
      server.close();
    }
    database.drop();
  }

  private static Reply list(TokenServer server, String key) {
    return server.answer("GET /memories/alice", "", "X-API-Key: " + key);
  }

  static boolean letsIn(TokenServer server, String key) {
    return list(server, key).status() == 200;
  }

  /// Whether all of them do.
  boolean allLetIn(String key) {
    return letsIn(one, key) && letsIn(other, key) && letsIn(third, key);
  }

  /// Revokes a key at one of them.
  static void revoke(TokenServer at, String key) {
    AdminReply revoked =
        at.administer("/admin/v1/keys/" + key.substring(4, 20) + "/revoke", Json.object());
    assertThat(revoked.isSuccess()).as(revoked.detail()).isTrue();
  }

  /// Asks the other two again and again; nothing that was asked after the bound may still be
  /// answered so.
  void endsInTime(Predicate<TokenServer> still) {
    endsInTime(List.of(other, third), still);
  }

  private static void endsInTime(List<TokenServer> servers, Predicate<TokenServer> still) {
    long acknowledged = System.nanoTime();
    for (TokenServer server : servers) {
      boolean goesOn = true;
      while (goesOn) {
        long asked = System.nanoTime();
        goesOn = still.test(server);
        if (goesOn) {
          assertThat(Duration.ofNanos(asked - acknowledged)).isLessThan(AuthorityWatch.BOUND);
        }
      }
    }
  }

  @Test
  void what_is_told_to_one_is_known_to_the_others() {
    String key = one.key("alice", Json.object());

    one.remember("X-API-Key: " + key, "s1");

    for (TokenServer server : List.of(other, third)) {
      assertThat(TokenServer.text(list(server, key))).contains("tea");
      assertThat(TokenServer.text(server.answer("GET /stats", "")))
          .contains("\"total_memories\":1");
    }
  }

  @Test
  void a_key_revoked_on_one_is_refused_by_the_others_within_a_second() {
    String key = one.key("alice", Json.object());
    assertThat(allLetIn(key)).isTrue();

    revoke(one, key);

    assertThat(letsIn(one, key)).isFalse();
    endsInTime(server -> letsIn(server, key));
  }

  @Test
  void a_user_disabled_on_one_is_refused_by_the_others_within_a_second() {
    String key = one.key("alice", Json.object());
    assertThat(allLetIn(key)).isTrue();

    AdminReply disabled = one.administer(Method.POST, "/admin/v1/users/alice/disable");

    assertThat(disabled.isSuccess()).as(disabled.detail()).isTrue();
    endsInTime(server -> letsIn(server, key));
  }

  @Test
  void a_policy_applied_on_one_is_followed_by_the_others_within_a_second() {
    String key = one.key("alice", Json.object());
    assertThat(allLetIn(key)).isTrue();

    AdminReply applied =
        one.administer(
            Method.PUT, "/admin/v1/policy", Json.object().put("text", "forbid * memory:read */*"));

    assertThat(applied.isSuccess()).as(applied.detail()).isTrue();
    endsInTime(server -> letsIn(server, key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "logout",
        "signing keys replaced",
        "token ended",
        "logins of the user ended",
        "all logins ended",
        "user disabled",
        "tenant disabled"
      })
  void a_token_of_one_is_good_for_the_others_until_its_login_ends(String how) {
    String token = Handshakes.open(one, one.key("alice", Json.object())).access();
    assertThat(isTaken(other, token)).isTrue();
    assertThat(isTaken(third, token)).isTrue();

    end(how, token);

    endsInTime(server -> isTaken(server, token));
  }

  private void end(String how, String token) {
    AdminReply ended =
        switch (how) {
          case "logout" -> {
            Reply reply = one.answer("POST /auth/logout", "", "Authorization: Bearer " + token);
            yield new AdminReply(reply.status(), Json.object());
          }
          case "signing keys replaced" ->
              one.administer("/admin/v1/signing-keys/rotate", Json.object().put("at_once", true));
          case "token ended" -> one.revoke(token);
          case "logins of the user ended" ->
              one.administer("/admin/v1/logins/end", Json.object().put("user", "alice"));
          case "all logins ended" ->
              one.administer("/admin/v1/logins/end", Json.object().put("all", true));
          case "user disabled" -> one.administer(Method.POST, "/admin/v1/users/alice/disable");
          case "tenant disabled" -> one.administer(Method.POST, "/admin/v1/tenants/disable");
          default -> throw new AssertionError(how);
        };
    assertThat(ended.isSuccess()).as(ended.detail()).isTrue();
  }

  private static boolean isTaken(TokenServer server, String credential) {
    return server.get("/auth/whoami", credential).startsWith("200 ");
  }

  @Test
  void a_command_follows_nobody_and_so_remembers_nothing() throws IOException {
    String key = one.key("alice", Json.object());
    Path here = Files.createDirectory(folder.resolve("command"));
    Configuration.Store config =
        Configuration.store(
            Settings.read(new SettingSources(Map.of(), database.settings(MASTER_KEY), here)), here);

    try (Instance command =
        Instance.open(config, InstantSource.system(), new SecureRandom(), IndexProgress.UNSEEN)) {
      Credential.ApiKey credential = new Credential.ApiKey(Secret.of(key));
      InetAddress from = InetAddress.getLoopbackAddress();
      Authentication before = command.authenticator().authenticate(credential, from);
      revoke(one, key);
      Authentication after = command.authenticator().authenticate(credential, from);
      AdminReply _ =
          one.administer(
              Method.PUT,
              "/admin/v1/policy",
              Json.object().put("text", "forbid * memory:read */*"));
      Policy _ = command.policies().get();

      assertThat(before).isInstanceOf(Authentication.Authenticated.class);
      assertThat(after).isInstanceOf(Authentication.Refused.class); // at once
      assertThat(command.policies().version()).isEqualTo(1);
      assertThat(command.others().watch()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H"})
  void a_clock_that_jumps_keeps_nobody_in(String jump) throws IOException {
    AtomicReference<Duration> error = new AtomicReference<>(Duration.ZERO);
    try (TokenServer jumping =
        server("jumping", MASTER_KEY, () -> Instant.now().plus(error.get()))) {
      String first = one.key("alice", Json.object());
      String second = one.key("alice", Json.object());
      assertThat(letsIn(jumping, first)).isTrue();
      assertThat(allLetIn(second)).isTrue();

      error.set(Duration.parse(jump));
      revoke(one, first);
      revoke(jumping, second);

      endsInTime(List.of(jumping), server -> letsIn(server, first));
      endsInTime(List.of(one, other, third), server -> letsIn(server, second));
    }
  }

  @Test
  void without_the_database_nobody_is_let_in_and_with_it_everybody_again()
      throws SQLException, ExecutionException, InterruptedException {
    String key = one.key("alice", Json.object());
    String token = Handshakes.open(one, key).access();
    assertThat(allLetIn(key)).isTrue();
    assertThat(Stream.of(one, other, third)).allMatch(server -> isTaken(server, token));

    database.cut();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers =
          Stream.of(one, other, third)
              .flatMap(server ->
                  Stream.of(key, token)
                      .map(shown -> callers.submit(() -> answerInTheEnd(server, shown))))
              .toList();
      for (Future<String> answer : answers) {
        assertThat(answer.get()).startsWith("503 ");
      }
    }
    database.mend();

    for (TokenServer server : List.of(one, other, third)) {
      // Each connection that broke may be found to be so by one more request.
      Patience.await(() -> isTaken(server, key));
      Patience.await(() -> isTaken(server, token));
      Patience.await(() -> letsIn(server, key));
    }
  }

  private static String answerInTheEnd(TokenServer at, String key) {
    AtomicReference<String> answer = new AtomicReference<>("");
    endsInTime(
        List.of(at),
        server -> {
          answer.set(server.get("/auth/whoami", key));
          return answer.get().startsWith("200 ");
        });
    return answer.get();
  }

  @Test
  void a_server_with_another_master_key_does_not_start() {
    String wrong = MasterKeyRing.generate(new SecureRandom()).print().revealText();

    assertThatThrownBy(() -> server("wrong", wrong)).isInstanceOf(MasterKeyMismatchException.class);
  }

  @Test
  void nobody_makes_a_master_key_for_a_database_that_others_use() {
    Map<String, String> settings = new HashMap<>(settings(MASTER_KEY));
    settings.remove("MEMWARDEN_MASTER_KEY");

    assertThatThrownBy(() -> new TokenServer(folder, settings, InstantSource.system()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("auth.master-key-file");
  }
}
