package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.admin.ControlClient;
import dev.memwarden.server.admin.ControlException;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Kills the server in the middle of writes, again and again, over one data folder: whatever was
/// acknowledged is there afterwards, and found.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class KillIT {
  private static final int ROUNDS = Integer.getInteger("memwarden.kill.rounds", 5);
  private static final long SEED = Long.getLong("memwarden.kill.seed", 1260L);
  private static final int WRITERS = 4;
  // After many rounds, more revoked keys are tried in a minute than an address may try.
  static final Map<String, String> SETTINGS =
      Map.of(
          "API_KEYS",
          "{\"key-0\":\"user0\",\"key-1\":\"user1\",\"key-2\":\"user2\",\"key-3\":\"user3\","
              + "\"key-4\":\"user4\",\"key-5\":\"user5\"}",
          "MEMWARDEN_MAX_FAILURES",
          "1000000");
  private static final int LOGINS = 3; // each way, in each round
  private static final Pattern TOKENS =
      Pattern.compile("\"access_token\":\"([^\"]+)\".*\"refresh_token\":\"([^\"]+)\"");
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

  @TempDir Path folder;

  /// Texts of memories whose addition was acknowledged, by id, and what of it was deleted.
  private final Map<String, String> added = new ConcurrentHashMap<>();

  private final Map<String, String> lastOf = new ConcurrentHashMap<>();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final Set<String> deleteAsked = ConcurrentHashMap.newKeySet();

  /// Refresh tokens, and the working tokens that came with them.
  private final Map<String, String> liveLogins = new ConcurrentHashMap<>();

  private final Map<String, String> endedLogins = new ConcurrentHashMap<>();
  private final AtomicInteger texts = new AtomicInteger();

  /// Where the audit log ended when it was last looked through.
  private JsonNode checkpoint = Json.object();

  /// Of users with sessions of the same names.
  private final List<KilledSessions> sessions =
      List.of(new KilledSessions("key-4"), new KilledSessions("key-5"));

  private final KilledTrades trades = new KilledTrades("key-2");
  private final KilledCredentials credentials =
      new KilledCredentials(request -> server().ask(request));

  /// What the servers are told.
  Map<String, String> settings() {
    return SETTINGS;
  }

  @Test
  void what_was_acknowledged_survives() throws IOException, InterruptedException {
    Random random = new Random(SEED);
    try (ServerProcess processes = new ServerProcess(folder)) {
      for (int round = 0; round < ROUNDS; round++) {
        processes.serve(settings());
        verify(processes, round);
        writeAndKill(processes, 20 + random.nextInt(150));
      }
      processes.serve(settings());
      verify(processes, ROUNDS);
    }
    System.out.printf(
        "kill -9: %d rounds, %d additions, %d deletions, %s, %d logins,"
            + " %d logouts, %d trades, %d sessions acknowledged%n",
        ROUNDS,
        added.size(),
        deleted.size(),
        credentials,
        liveLogins.size(),
        endedLogins.size(),
        trades.size(),
        sessions.stream().mapToInt(KilledSessions::size).sum());
    assertThat(sessions).allMatch(one -> one.size() > 0);
    assertThat(liveLogins).isNotEmpty();
    assertThat(trades.size()).isPositive();
    assertThat(endedLogins).isNotEmpty();
    assertThat(deleted).isNotEmpty();
    assertThat(credentials.isComplete()).as("%s", credentials).isTrue();
  }

  /// Writes from several sides, and kills the server as soon as `acknowledgements` came back.
  private void writeAndKill(ServerProcess processes, int acknowledgements)
      throws InterruptedException {
    Semaphore acknowledged = new Semaphore(0);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int user = i;
      threads.add(Thread.ofVirtual().start(() -> writeMemories(processes, user, acknowledged)));
    }
    threads.add(Thread.ofVirtual().start(() -> credentials.write(acknowledged)));
    threads.add(Thread.ofVirtual().start(() -> writeLogins(processes, acknowledged)));
    threads.add(Thread.ofVirtual().start(() -> trades.write(processes)));
    for (KilledSessions one : sessions) {
      threads.add(Thread.ofVirtual().start(() -> one.write(processes, acknowledged)));
    }
    assertThat(acknowledged.tryAcquire(acknowledgements, 2, TimeUnit.MINUTES)).isTrue();
    processes.server().destroyForcibly();
    assertThat(processes.server().waitFor()).isEqualTo(128 + 9);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void writeMemories(ServerProcess processes, int user, Semaphore acknowledged) {
    try {
      while (true) {
        String text = "thing number " + texts.incrementAndGet() + " of round trip";
        String reply =
            processes.post(
                "/memories",
                "key-" + user,
                "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}");
        assertThat(reply).startsWith("200 ");
        Matcher id = ID.matcher(reply);
        assertThat(id.find()).as(reply).isTrue();
        added.put(id.group(1), text);
        lastOf.put("user" + user, id.group(1));
        acknowledged.release();
        if (texts.get() % 5 == 0) {
          deleteAsked.add(id.group(1));
          lastOf.remove("user" + user);
          assertThat(processes.delete("/memories/" + id.group(1), "key-" + user))
              .startsWith("200 ");
          deleted.add(id.group(1));
          acknowledged.release();
        }
      }
    } catch (IOException | InterruptedException _) {
      // The server is gone: what was not acknowledged may or may not have happened.
      return;
    }
  }

  private void writeLogins(ServerProcess processes, Semaphore acknowledged) {
    try {
      for (int i = 0; i < LOGINS; i++) {
        Map.Entry<String, String> live = tokens(processes.post("/auth/jwt-auth", "key-0", ""));
        liveLogins.put(live.getKey(), live.getValue());
        Map.Entry<String, String> ended = tokens(processes.post("/auth/jwt-auth", "key-1", ""));
        assertThat(processes.post("/auth/logout", ended.getKey(), "")).startsWith("200 ");
        endedLogins.put(ended.getKey(), ended.getValue());
        acknowledged.release(2);
      }
    } catch (IOException | InterruptedException _) {
      return;
    }
  }

  /// The refresh token of a reply, and its working token.
  private static Map.Entry<String, String> tokens(String reply) {
    Matcher tokens = TOKENS.matcher(reply);
    assertThat(tokens.find()).as(reply).isTrue();
    return Map.entry(tokens.group(2), tokens.group(1));
  }

  private void verifyLogins(ServerProcess processes) throws IOException, InterruptedException {
    for (Map.Entry<String, String> login : Map.copyOf(liveLogins).entrySet()) {
      Map.Entry<String, String> next =
          tokens(processes.post("/auth/jwt-refresh", login.getKey(), ""));
      liveLogins.remove(login.getKey());
      liveLogins.put(next.getKey(), next.getValue());
    }
    for (Map.Entry<String, String> login : endedLogins.entrySet()) {
      assertThat(processes.get("/auth/whoami", login.getValue())).startsWith("401 ");
      assertThat(processes.post("/auth/jwt-refresh", login.getKey(), "")).startsWith("401 ");
    }
  }

  private AdminReply ask(String path, JsonNode body) {
    return server().ask(AdminRequest.of("default", Method.POST, path).with(body));
  }

  private ControlClient server() {
    return ControlClient.connect(folder.resolve("data"))
        .orElseThrow(() -> new ControlException("the server is gone"));
  }

  private void verify(ServerProcess processes, int round) throws IOException, InterruptedException {
    trades.verify(processes); // first, while a lost reply may still be asked for
    StringBuilder all = new StringBuilder();
    for (int user = 0; user < WRITERS; user++) {
      String listed = processes.get("/memories/user" + user, "key-" + user);
      assertThat(listed).startsWith("200 ");
      all.append(listed);
    }
    String stored = all.toString();
    added.forEach((id, text) -> {
      if (deleted.contains(id)) {
        assertThat(stored).as("deleted, round " + round).doesNotContain(id);
      } else if (!deleteAsked.contains(id)) {
        assertThat(stored).as("added, round " + round).contains(id).contains("\"" + text + "\"");
      }
    });
    for (Map.Entry<String, String> last : lastOf.entrySet()) {
      String user = last.getKey();
      String query = "{\"query\":\"" + added.get(last.getValue()) + "\"}";
      assertThat(processes.post("/memories/search", user.replace("user", "key-"), query))
          .as("the index has caught up, round " + round)
          .contains(last.getValue());
    }
    for (KilledSessions one : sessions) {
      one.verify(processes);
    }
    verifyLogins(processes);
    credentials.verify(processes, audited("change", entry -> entry.path("action").asString()));
    verifyAudit(round);
  }

  // Attack 7.6: the chain is unbroken, nothing of it was lost since, and what was acknowledged is
  // in
  // it.
  private void verifyAudit(int round) {
    AdminReply verified =
        ask(
            "/admin/v1/audit/verify",
            checkpoint.isEmpty() ? Json.object() : Json.object().set("checkpoint", checkpoint));
    assertThat(verified.isSuccess()).as(verified.detail()).isTrue();
    assertThat(verified.body().path("intact").asBoolean())
        .as("audit log, round %d: %s", round, verified.detail())
        .isTrue();
    checkpoint = verified.body().path("checkpoint");
    Map<String, Long> answered =
        audited(
            "access",
            entry -> entry.path("reason").asString() + " " + entry.path("via").asString());
    assertThat(answered.getOrDefault("200 POST /memories", 0L))
        .isGreaterThanOrEqualTo(added.size());
    assertThat(answered.getOrDefault("200 DELETE /memories/{memory_id}", 0L))
        .isGreaterThanOrEqualTo(deleted.size());
  }

  /// How many entries of a kind the audit log has, by something that they say.
  private Map<String, Long> audited(String kind, Function<JsonNode, String> by) {
    Map<String, Long> counts = new HashMap<>();
    Optional<String> beyond = Optional.empty();
    do {
      AdminRequest page =
          AdminRequest.of("default", Method.GET, "/admin/v1/audit")
              .with("kind", kind)
              .with("order", "oldest")
              .with("limit", "10000");
      JsonNode body = server().ask(beyond.map(id -> page.with("beyond", id)).orElse(page)).body();
      body.path("entries")
          .valueStream()
          .forEach(entry -> counts.merge(by.apply(entry), 1L, Long::sum));
      beyond = Optional.of(body.path("next")).filter(JsonNode::isNumber).map(JsonNode::asString);
    } while (beyond.isPresent());
    return counts;
  }
}
