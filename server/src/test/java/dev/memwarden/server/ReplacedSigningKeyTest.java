package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.AuthorityWatch;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A signing key that somebody has seen is replaced at one server, and a token that it signed comes
/// to another one, which finds out only when it must: it asks nothing by itself, and time goes by
/// only here. Attacks 3.13 and 7.2.
class ReplacedSigningKeyTest {
  private static final String MASTER_KEY =
      MasterKeyRing.generate(new SecureRandom()).print().revealText();

  @TempDir Path folder;

  private final AtomicLong time = new AtomicLong();
  private PostgresPeer database;
  private TokenServer one;
  private TokenServer other;
  private String token;

  @BeforeEach
  void open() throws SQLException, IOException {
    database = PostgresPeer.create();
    one = server("one");
    token = Handshakes.open(one, one.key("alice", Json.object())).access();
    other = server("other");
    assertThat(other.get("/memories/alice", token)).startsWith("200 ");
  }

  private TokenServer server(String name) throws IOException {
    return new TokenServer(
        Files.createDirectory(folder.resolve(name)),
        database.settings(MASTER_KEY),
        feed -> new AuthorityWatch(feed, time::get, Duration.ofDays(1)));
  }

  @AfterEach
  void close() throws SQLException {
    one.close();
    other.close();
    database.drop();
  }

  private void replaceTheKey() {
    AdminReply replaced =
        one.administer("/admin/v1/signing-keys/rotate", Json.object().put("at_once", true));
    assertThat(replaced.isSuccess()).as(replaced.detail()).isTrue();
  }

  private Authentication judged() {
    return other.gate().authenticate(new Credential.Bearer(Secret.of(token)), Handshakes.HOME);
  }

  @Test
  void whoever_has_heard_of_it_refuses_the_token() {
    assertThat(judged()).isInstanceOf(Authentication.Authenticated.class);

    replaceTheKey();

    String _ = other.get("/memories/alice", token); // finds out after it has read
    assertThat(judged()).isInstanceOf(Authentication.Refused.class);
  }

  @Test
  void whoever_hears_nothing_asks_for_the_keys_after_a_second() {
    replaceTheKey();
    assertThat(judged()).as("nothing says so").isInstanceOf(Authentication.Authenticated.class);

    time.addAndGet(AuthorityWatch.BOUND.toNanos());

    assertThat(judged()).isInstanceOf(Authentication.Refused.class);
  }

  /// Whichever of the two readings it comes during.
  @ParameterizedTest
  @ValueSource(strings = {"policy_version", "signing_key"})
  void a_token_that_comes_while_it_is_being_followed_is_not_remembered(String table)
      throws SQLException, ExecutionException, InterruptedException {
    replaceTheKey();

    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        Connection holding = database.connect();
        Statement statement = holding.createStatement()) {
      holding.setAutoCommit(false);
      statement.execute("LOCK TABLE memwarden." + table + " IN ACCESS EXCLUSIVE MODE");
      Future<String> following = executor.submit(() -> other.get("/memories/alice", token));
      Patience.await(database::isWaitedFor);
      assertThat(judged()).isInstanceOf(Authentication.Authenticated.class);
      holding.rollback();
      String _ = following.get();
    }

    assertThat(judged()).isInstanceOf(Authentication.Refused.class);
  }
}
