package dev.memwarden.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.Configuration;
import dev.memwarden.server.SettingSources;
import dev.memwarden.server.Settings;
import dev.memwarden.server.admin.AdminDialect;
import dev.memwarden.server.isolation.Hostile.Request;
import dev.memwarden.server.isolation.Snapshot.Kept;
import dev.memwarden.server.isolation.Snapshot.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random callers send random requests to random worlds; an independent judge looks at every reply
/// and at every change of what is stored. `-Dmemwarden.isolation.cases=1000000` makes it a long
/// night.
class IsolationTest {
  private static final long SEED = Long.getLong("memwarden.isolation.seed", 20251023L);
  private static final int CASES = Integer.getInteger("memwarden.isolation.cases", 10_000);
  private static final int CASES_PER_WORLD = 1_000;
  private static final Pattern CANARY = Pattern.compile("canary[0-9a-z]+x[0-9]+");

  // Random ones: the ids of sessions are made of their names, which are checked as they stand.
  private static final Pattern MEMORY_ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
  private static final Pattern SESSION_ID = Pattern.compile("\"session_id\":\"([^\"]+)\"");

  // A new wire that is in no world would be one that nobody has tried to break into. What
  // administers
  // shows no memory and asks nobody's: AdminAuthorizationTest tries each of its routes.
  private static final Set<String> SERVED =
      Stream.concat(
              Stream.of("own", "oauth"),
              Configuration.of(
                      Settings.read(new SettingSources(Map.of(), Map.of(), Path.of("."))),
                      Path.of("."))
                  .dialects()
                  .stream()
                  .filter(name -> !name.equals(AdminDialect.NAME)))
          .collect(Collectors.toUnmodifiableSet());

  /// How often a check had something to look at: a property that never applies proves nothing.
  private final Map<String, Integer> seen = new ConcurrentSkipListMap<>();

  private final Set<String> routes = new ConcurrentSkipListSet<>();
  private final Set<String> asked = new ConcurrentSkipListSet<>();

  @Test
  void nobody_sees_or_changes_what_is_not_theirs(@TempDir Path folder)
      throws ExecutionException, InterruptedException {
    List<Callable<Void>> worlds = new ArrayList<>();
    for (int done = 0; done < CASES; done += CASES_PER_WORLD) {
      long seed = SEED + done;
      int cases = Math.min(CASES_PER_WORLD, CASES - done);
      worlds.add(() -> {
        try (World world = World.any(new Random(seed), folder.resolve("world-" + seed))) {
          play(world, new Random(~seed), cases, seed);
          routes.addAll(world.routes().all());
          asked.addAll(world.routes().asked());
        }
        return null;
      });
    }
    int processors = Runtime.getRuntime().availableProcessors();
    try (ExecutorService pool = Executors.newFixedThreadPool(processors)) {
      for (Future<Void> world : pool.invokeAll(worlds)) {
        world.get();
      }
    }
    System.out.println("isolation: " + CASES + " requests from seed " + SEED + ", " + seen);
    assertThat(seen)
        .containsKeys(
            "reply shows a memory",
            "list is complete",
            "count is exact",
            "memory added",
            "memory changed",
            "memory removed",
            "foreign id looks unknown",
            "session lists are complete",
            "working_memory lists are complete",
            "memory moved",
            "reply shows an entity",
            "summary quotes a memory",
            "entity added",
            "entity changed",
            "entity removed",
            "key listed",
            "a token reached memory",
            "login opened",
            "scope did not grow",
            "refresh token: NEXT",
            "refresh token: SAME_AGAIN",
            "refresh token: NOTHING",
            "refresh token: END",
            "own token revoked",
            "foreign token not revoked",
            "token introspected",
            "foreign token unknown",
            "dead token unknown",
            "logged out");
    assertThat(asked).isEqualTo(routes);
  }

  private void play(World world, Random random, int cases, long seed) throws SQLException {
    assertThat(world.dialects()).isEqualTo(SERVED);
    var hostile = new Hostile(random);
    var zep = new ZepRequests(random);
    var redisAms = new RedisAmsRequests(random);
    var trades = new Trades(world, random, what -> count(what, true));
    Map<Long, Row> before = world.memories();
    Map<Long, Kept> keptBefore = world.entities();
    Map<String, Set<List<String>>> places = new HashMap<>();
    for (int i = 0; i < cases; i++) {
      if (before.size() < 30) {
        world.plant(random, 30);
        before = world.memories();
      }
      // Long enough for tokens to expire and for copies to be noticed, in a world of a thousand.
      world.pass(Duration.ofMillis(random.nextInt(2_000)));
      List<Who> holders = random.nextInt(3) == 0 ? trades.holders() : List.of();
      boolean withToken = !holders.isEmpty();
      Who who = Ids.any(random, withToken ? holders : world.people());
      List<String> all = before.values().stream().map(Row::id).toList();
      List<String> own =
          before.values().stream()
              .filter(row -> row.place().get(1).equals(who.id()))
              .map(Row::id)
              .toList();
      if (random.nextInt(5) == 0) {
        trades.trade(who, "world " + seed + " case " + i + ": " + who);
        assertThat(world.memories()).isEqualTo(before);
        continue;
      }
      Request request =
          switch (random.nextInt(10)) {
            case 0, 1, 2 -> zep.next(who, before.values(), keptBefore.values());
            case 3, 4 -> redisAms.next(who, before.values(), keptBefore.values());
            default -> hostile.next(who, own, all, world.keyIds());
          };
      World.Answer answer = world.send(who, request);
      Map<Long, Row> after = world.memories();
      Map<Long, Kept> keptAfter = world.entities();
      String story = "world " + seed + " case " + i + ": " + who + " sent " + request;
      for (Map<Long, Row> rows : List.of(before, after)) {
        rows.values()
            .forEach(row ->
                matches(CANARY, row.text())
                    .forEach(canary ->
                        places.computeIfAbsent(canary, _ -> new HashSet<>()).add(row.place())));
      }
      Set<String> kept = readable(world.judge(), who, keptBefore);
      kept.addAll(readable(world.judge(), who, keptAfter));
      if (request.target().contains("/partitions")) {
        kept.addAll(quotable(world.judge(), who, places));
        count("summary quotes a memory", CANARY.matcher(text(answer)).find());
      }
      judgeReply(world, who, request, answer, before, after, kept, story);
      judgeChanges(world.judge(), who, before, after, story);
      judgeKept(world.judge(), who, keptBefore, keptAfter, story);
      judgeSessions(world.judge(), who, request, answer, keptBefore, story);
      count("a token reached memory", withToken && !before.equals(after));
      before = after;
      keptBefore = keptAfter;
    }
  }

  private static String text(World.Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  // What was said, by now or once, where a caller may read.
  private static Set<String> quotable(
      Ownership judge, Who who, Map<String, Set<List<String>>> places) {
    return places.entrySet().stream()
        .filter(said ->
            said.getValue().stream().anyMatch(place -> judge.may(who, "memory:read", place)))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  // What of entities a caller may be shown.
  private static Set<String> readable(Ownership judge, Who who, Map<Long, Kept> entities) {
    Set<String> shown = new HashSet<>();
    for (Kept entity : entities.values()) {
      if (judge.may(who, "memory:read", entity.place())) {
        shown.addAll(matches(MEMORY_ID, entity.id() + entity.body()));
        // What a summary quotes is its sources' affair, wherever it is kept itself.
        if (!entity.kind().equals("partition")) {
          shown.addAll(matches(CANARY, entity.body()));
        }
      }
    }
    return shown;
  }

  private void judgeReply(
      World world,
      Who who,
      Request request,
      World.Answer answer,
      Map<Long, Row> before,
      Map<Long, Row> after,
      Set<String> kept,
      String story)
      throws SQLException {
    String reply = new String(answer.body(), StandardCharsets.UTF_8);
    String told = story + "\n-> " + answer.status() + " " + reply;
    assertThat(answer.status()).as(told).isLessThan(500);

    Set<String> readable = new HashSet<>();
    for (Map<Long, Row> rows : List.of(before, after)) {
      for (Row row : rows.values()) {
        if (world.judge().may(who, "memory:read", row.place())) {
          readable.add(row.id());
          readable.addAll(matches(CANARY, row.text()));
        }
      }
    }
    // A caller knows what it sent, and learns the id of what it wrote.
    Set<String> known = new HashSet<>(readable);
    known.addAll(kept);
    known.addAll(matches(CANARY, request.body()));
    known.addAll(matches(MEMORY_ID, request.body() + request.target()));
    request.memoryId().ifPresent(known::add); // it may stand in the body with escapes
    for (Row row : after.values()) {
      if (world.judge().may(who, "memory:write", row.place())) {
        known.add(row.id());
      }
    }
    Set<String> shown = matches(CANARY, reply);
    shown.addAll(matches(MEMORY_ID, reply));
    assertThat(known).as(told).containsAll(shown);
    count("reply shows an entity", kept.stream().anyMatch(shown::contains));
    count("reply shows a memory", readable.stream().anyMatch(shown::contains));

    judgeList(world, who, request, answer, before, told, reply);
    judgeUnknown(world, who, request, answer, before, after, told);
    for (String id : world.keyIds()) {
      if (reply.contains(id) && !request.target().contains(id)) {
        assertThat(world.ownerOfKey(id)).as(told).isEqualTo(World.owner(who));
        count("key listed", true);
      }
    }
  }

  /// A list shows all that may be read and asks for nothing more: a server that answers nothing is
  /// safe too, but no use.
  private void judgeList(
      World world,
      Who who,
      Request request,
      World.Answer answer,
      Map<Long, Row> before,
      String told,
      String reply) {
    if (request.plain().isEmpty()) {
      return;
    }
    Set<String> expected =
        before.values().stream()
            .filter(row -> row.kind().equals("memory"))
            .filter(row -> row.place().get(1).equals(request.plain().get()))
            .filter(row -> world.judge().may(who, "memory:read", row.place()))
            .map(Row::id)
            .collect(Collectors.toSet());
    if (answer.status() == 200 && request.target().startsWith("/stats/")) {
      assertThat(reply).as(told).contains("\"total_memories\":" + expected.size());
      count("count is exact", !expected.isEmpty());
    } else if (answer.status() == 200) {
      Set<String> listed = matches(Pattern.compile("(?<=\"id\":\")" + MEMORY_ID.pattern()), reply);
      assertThat(listed).as(told).isEqualTo(expected);
      count("list is complete", !expected.isEmpty());
    } else {
      assertThat(expected).as(told).isEmpty();
    }
  }

  /// Each session that is meant and in reach is listed once, and no other.
  private void judgeSessions(
      Ownership judge,
      Who who,
      Request request,
      World.Answer answer,
      Map<Long, Kept> before,
      String story) {
    if (request.sessions().isEmpty()) {
      return;
    }
    String kind = isZeps(request) ? "session" : "working_memory";
    List<String> expected =
        before.values().stream()
            .filter(entity -> entity.kind().equals(kind))
            .filter(entity -> request.sessions().get().mean(entity.place()))
            .filter(entity -> judge.may(who, "memory:read", entity.place()))
            .map(Kept::id)
            .sorted()
            .toList();
    if (answer.status() == 200) {
      List<String> listed = sessions(new String(answer.body(), StandardCharsets.UTF_8));
      assertThat(listed.stream().sorted()).as(story).isEqualTo(expected);
      count(kind + " lists are complete", !expected.isEmpty());
    } else {
      assertThat(expected).as(story).isEmpty();
    }
  }

  // On these wires a memory can be got by its id.
  private static boolean showsOne(Request request) {
    return isZeps(request) || request.target().startsWith("/v1/long-term-memory");
  }

  private static boolean isZeps(Request request) {
    return request.target().startsWith("/api/v1/");
  }

  // No id of a session in these worlds needs an escape.
  private static List<String> sessions(String reply) {
    if (reply.startsWith("{\"sessions\":[")) {
      String list = reply.substring(reply.indexOf('[') + 1, reply.indexOf(']'));
      return QUOTED.matcher(list).results().map(one -> one.group(1)).toList();
    }
    return SESSION_ID.matcher(reply).results().map(one -> one.group(1)).toList();
  }

  /// An id that is not the caller's is answered like one that nobody has.
  private void judgeUnknown(
      World world,
      Who who,
      Request request,
      World.Answer answer,
      Map<Long, Row> before,
      Map<Long, Row> after,
      String told)
      throws SQLException {
    if (request.memoryId().isEmpty() || !before.equals(after)) {
      return;
    }
    String id = request.memoryId().get();
    List<Row> rows = before.values().stream().filter(row -> row.id().equals(id)).toList();
    // What is shown, or may not be changed but seen, is not unknown.
    boolean known =
        showsOne(request)
            && rows.stream().anyMatch(row -> world.judge().may(who, "memory:read", row.place()));
    if (rows.isEmpty() || known) {
      return;
    }
    String nobodys = new UUID(id.hashCode(), 1).toString();
    var same =
        Request.of(
            request.method(),
            request.target().replace(id, nobodys),
            request.body().replace(id, nobodys));
    World.Answer unknown = world.send(who, same);
    assertThat(unknown.status()).as(told).isEqualTo(answer.status());
    assertThat(new String(unknown.body(), StandardCharsets.UTF_8).replace(nobodys, id))
        .as(told)
        .isEqualTo(new String(answer.body(), StandardCharsets.UTF_8));
    count("foreign id looks unknown", answer.status() == 404);
  }

  private void judgeChanges(
      Ownership judge, Who who, Map<Long, Row> before, Map<Long, Row> after, String story) {
    for (Row row : after.values()) {
      Row old = before.get(row.row());
      if (old == null) {
        assertThat(judge.may(who, "memory:write", row.place()))
            .as(story + "\nadded " + row)
            .isTrue();
        count("memory added", true);
      } else if (!old.equals(row)) {
        assertThat(judge.may(who, "memory:write", old.place()))
            .as(story + "\nchanged " + old)
            .isTrue();
        assertThat(judge.may(who, "memory:write", row.place()))
            .as(story + "\nmoved to " + row)
            .isTrue();
        count("memory moved", !row.place().equals(old.place()));
        assertThat(row.id()).as(story).isEqualTo(old.id());
        count("memory changed", true);
      }
    }
    for (Row row : before.values()) {
      if (!after.containsKey(row.row())) {
        assertThat(judge.may(who, "memory:delete", row.place()))
            .as(story + "\nremoved " + row)
            .isTrue();
        count("memory removed", true);
      }
    }
  }

  private void judgeKept(
      Ownership judge, Who who, Map<Long, Kept> before, Map<Long, Kept> after, String story) {
    for (Kept entity : after.values()) {
      Kept old = before.get(entity.seq());
      if (!entity.equals(old)) {
        assertThat(judge.may(who, "memory:write", entity.place()))
            .as(story + "\nwrote " + entity)
            .isTrue();
        assertThat(old == null || old.place().equals(entity.place())).as(story).isTrue();
        count(old == null ? "entity added" : "entity changed", true);
      }
    }
    for (Kept entity : before.values()) {
      if (!after.containsKey(entity.seq())) {
        assertThat(judge.may(who, "memory:delete", entity.place()))
            .as(story + "\nremoved " + entity)
            .isTrue();
        count("entity removed", true);
      }
    }
  }

  private static Set<String> matches(Pattern pattern, String text) {
    Set<String> found = new HashSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  private void count(String what, boolean applies) {
    if (applies) {
      seen.merge(what, 1, Integer::sum);
    }
  }
}
