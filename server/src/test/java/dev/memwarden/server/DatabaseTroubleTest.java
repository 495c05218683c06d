package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.AuthorityWatch;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attacks 7.1, 7.4 and the error path of 3.3: a database that is there, but of no use. Nobody is
/// let in, nothing is acknowledged that did not happen, nobody learns anything from the fault, and
/// afterwards everything is as it was.
class DatabaseTroubleTest {
  private static final String MASTER_KEY =
      MasterKeyRing.generate(new SecureRandom()).print().revealText();
  private static final String MEMORY = "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
  private static final String COMMAND = "canary' OR '1'='1'; DROP TABLE api_key; --";

  @TempDir Path folder;
  @TempDir Path other;

  private PostgresPeer database;
  private StallingProxy proxy;
  private TokenServer server;
  private AllLog log;
  private String key;

  @BeforeEach
  void open() throws SQLException, IOException {
    database = PostgresPeer.create();
    proxy = new StallingProxy(database.port());
    log = new AllLog();
  }

  private void serve(String auditMode) {
    serve(auditMode, 1);
  }

  private void serve(String auditMode, int patienceSeconds) {
    Map<String, String> settings = new HashMap<>(database.settings(MASTER_KEY));
    settings.put(
        "MEMWARDEN_POSTGRES_URL",
        settings
            .get("MEMWARDEN_POSTGRES_URL")
            .replace(":" + database.port(), ":" + proxy.port())
            .concat("?socketTimeout=" + patienceSeconds));
    settings.put("MEMWARDEN_AUDIT_MODE", auditMode);
    server = new TokenServer(folder, settings, InstantSource.system());
    key = server.key("alice", Json.object());
    assertThat(write("before").status()).isEqualTo(200);
    assertThat(whoami()).startsWith("200 ");
  }

  @AfterEach
  void close() throws SQLException, IOException {
    log.close();
    server.close();
    proxy.close();
    database.drop();
  }

  private String whoami() {
    return server.get("/auth/whoami", key);
  }

  private Reply write(String text) {
    return server.answer("POST /memories", MEMORY.formatted(text), "X-API-Key: " + key);
  }

  private String memories() {
    return TokenServer.text(server.answer("GET /memories/alice", "", "X-API-Key: " + key));
  }

  private void isNotRevoked() {
    assertThatThrownBy(() -> server.administer(revocation(), Json.object()))
        .isInstanceOf(StoreUnavailableException.class);
  }

  private String revocation() {
    return "/admin/v1/keys/" + key.substring(4, 20) + "/revoke";
  }

  // The same for a key that is good and one that is a command, without a word of either.
  private void saysNothing(Reply reply) {
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isPresent();
    assertThat(TokenServer.text(reply))
        .doesNotContain("canary")
        .doesNotContainIgnoringCase("sql")
        .doesNotContainIgnoringCase("postgres")
        .doesNotContainIgnoringCase("exception");
  }

  private void everythingIsAsItWas() {
    Patience.await(() -> whoami().startsWith("200 "));
    Patience.await(() -> memories().startsWith("200 "));
    assertThat(memories()).contains("before");
    assertThat(write("after").status()).isEqualTo(200);
    assertThat(memories()).contains("after");
    assertThat(log.texts()).noneMatch(text -> text.contains("canary") || text.contains(key));
  }

  @Test
  void one_that_takes_connections_and_does_not_answer() {
    serve("fail-closed");
    proxy.stall();
    long stalled = System.nanoTime();
    boolean goesOn = true;
    while (goesOn) {
      long asked = System.nanoTime();
      String answer = whoami();
      goesOn = answer.startsWith("200 ");
      if (goesOn) {
        assertThat(Duration.ofNanos(asked - stalled)).isLessThan(AuthorityWatch.BOUND);
      } else {
        assertThat(answer).startsWith("503 ");
      }
    }
    saysNothing(server.answer("GET /memories/alice", "", "X-API-Key: " + COMMAND));

    proxy.goOn();

    everythingIsAsItWas();
  }

  @Test
  void one_that_answers_late() throws InterruptedException, ExecutionException {
    serve("fail-closed", 30);
    try (TokenServer elsewhere =
            new TokenServer(other, database.settings(MASTER_KEY), InstantSource.system());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      proxy.delay(AuthorityWatch.BOUND.plusMillis(200));
      Future<String> underWay = callers.submit(this::whoami);
      assertThat(elsewhere.administer(revocation(), Json.object()).isSuccess()).isTrue();
      long revoked = System.nanoTime();
      int late = proxy.late();
      String answer = "";
      while (proxy.late() < late + 3 && !answer.startsWith("401 ")) {
        long asked = System.nanoTime();
        answer = whoami();
        if (answer.startsWith("200 ")) {
          assertThat(Duration.ofNanos(asked - revoked)).isLessThan(AuthorityWatch.BOUND);
        }
      }

      proxy.delay(Duration.ZERO);

      assertThat(underWay.get()).matches("(?s)(200|401|503) .*");
      Patience.await(() -> whoami().startsWith("401 "));
    }
  }

  @Test
  void one_in_which_nothing_can_be_written() throws SQLException {
    serve("fail-closed");
    Handshakes.Tokens tokens = Handshakes.open(server, key);
    database.makeReadOnly(true);

    Patience.await(() -> !whoami().startsWith("503 "));
    assertThat(whoami()).startsWith("200 ");
    saysNothing(write("lost"));
    saysNothing(server.answer("GET /memories/alice", "", "X-API-Key: " + key));
    saysNothing(server.answer("POST /auth/jwt-auth", "", "X-API-Key: " + key));
    saysNothing(Handshakes.refresh(server, tokens.refresh()));
    isNotRevoked();

    database.makeReadOnly(false);

    everythingIsAsItWas();
    assertThat(memories()).doesNotContain("lost");
    Handshakes.Tokens next = Handshakes.Tokens.of(Handshakes.refresh(server, tokens.refresh()));
    assertThat(server.get("/auth/whoami", next.access())).startsWith("200 ");
    Handshakes.Tokens _ = Handshakes.Tokens.of(Handshakes.refresh(server, next.refresh()));
    assertThat(Handshakes.refresh(server, tokens.refresh()).status()).isEqualTo(401);
  }

  @Test
  void one_in_which_the_audit_log_has_no_room_blocks_where_nothing_may_go_unrecorded()
      throws SQLException {
    serve("fail-closed");
    database.fillAudit(true);

    saysNothing(server.answer("GET /memories/alice", "", "X-API-Key: " + key));
    saysNothing(write("never begun"));
    isNotRevoked();
    assertThat(log.alarms()).contains("audit_unavailable");

    database.fillAudit(false);

    everythingIsAsItWas();
    assertThat(memories()).doesNotContain("never begun");
  }

  @Test
  void one_in_which_the_audit_log_has_no_room_hinders_nobody_where_that_was_chosen()
      throws SQLException {
    serve("fail-open");
    database.fillAudit(true);

    assertThat(write("unrecorded").status()).isEqualTo(200);
    assertThat(memories()).contains("unrecorded");
    isNotRevoked(); // a change of authority and its entry are one
    Patience.await(() -> log.alarms().contains("audit_unavailable"));

    database.fillAudit(false);

    everythingIsAsItWas();
  }
}
