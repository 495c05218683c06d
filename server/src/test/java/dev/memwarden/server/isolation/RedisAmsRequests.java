package dev.memwarden.server.isolation;

import dev.memwarden.server.isolation.Hostile.Request;
import dev.memwarden.server.isolation.Snapshot.Kept;
import dev.memwarden.server.isolation.Snapshot.Row;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Makes requests on the wire of the Redis Agent Memory Server, where callers say everything
/// themselves: users, sessions, namespaces, ids, filters.
final class RedisAmsRequests {
  private static final String WORKING = "/v1/working-memory/";
  private static final String LONG_TERM = "/v1/long-term-memory";
  private static final String VIEWS = "/v1/summary-views";
  private static final List<String> SESSIONS = List.of("s1", "S1", "alice:s1", "*", "work:s1");

  private static final List<String> FILTERS =
      List.of(
          "\"namespace\":{\"startswith\":\"\"}",
          "\"namespace\":{\"ne\":\"nothing\"}",
          "\"user_id\":{\"startswith\":\"a\"}",
          "\"user_id\":{\"not_eq\":\"alice\"}",
          "\"user_id\":{\"any\":[\"alice\",\"bob\",\"*\"]}",
          "\"user_id\":{}",
          "\"topics\":{\"none\":[\"x\"]}",
          "\"memory_type\":{\"in_\":[\"semantic\",\"message\"]}",
          "\"created_at\":{\"gt\":\"2000-01-01\"}",
          "\"search_mode\":\"hybrid\"",
          "\"search_mode\":\"keyword\"",
          "\"limit\":100");

  private final Random random;
  private int canaries;

  RedisAmsRequests(Random random) {
    this.random = random;
  }

  /// Any request by `who`.
  ///
  /// @param rows all that is stored, for ids that exist
  /// @param kept working memories that exist
  Request next(Who who, Collection<Row> rows, Collection<Kept> kept) {
    String user = random.nextInt(3) != 0 ? who.id() : Ids.any(random, Ids.USERS);
    String session =
        WORKING + Hostile.encode(Ids.mostlyOwn(random, who, kept, "working_memory", SESSIONS));
    return switch (random.nextInt(36)) {
      case 0, 1, 2, 3 -> Request.of("PUT", session, document(user));
      case 4, 5 -> Request.of("GET", session + query(user), "");
      case 6 -> Request.of("DELETE", session + query(user), "");
      case 7, 8, 9 -> Request.of("POST", LONG_TERM + "/", memories(rows, user));
      case 10, 11 -> Request.of("POST", LONG_TERM + "/search", search(user));
      case 12 -> all(user);
      case 13, 14, 15, 16 -> one(who, rows, user);
      case 17 -> prompt(who, kept, user);
      case 18 -> Request.of("POST", LONG_TERM + "/forget" + forget(user), policy(rows));
      case 19 -> Request.of("POST", LONG_TERM + "/compact" + query(user), "");
      default -> views(who, kept, user);
    };
  }

  private Request views(Who who, Collection<Kept> kept, String user) {
    Optional<Kept> found = entity(who, kept, "summary_view");
    if (found.isEmpty()) {
      return Request.of("POST", VIEWS, view(user));
    }
    String view = VIEWS + "/" + Hostile.encode(found.get().id());
    boolean byUser = found.get().body().contains("[\"user_id\"]");
    return switch (random.nextInt(16)) {
      case 0 -> Request.of("POST", VIEWS, view(user));
      case 1 -> Request.of("GET", VIEWS + query(user), "");
      case 2 -> Request.of("GET", view + query(user), "");
      case 3 -> Request.of("DELETE", view, "");
      case 4, 5, 6, 7 ->
          Request.of(
              "POST",
              view + "/partitions/run",
              byUser
                  ? "{\"group\":{\"user_id\":" + Ids.quote(random, user) + "}}"
                  : "{\"group\":{}}");
      case 8, 9, 10 -> Request.of("GET", view + "/partitions" + query(user), "");
      case 11, 12 ->
          Request.of(
              "POST",
              view + "/run",
              Ids.any(random, List.of("{}", "{\"task_id\":\"t1\"}", "{\"task_id\":\"*\"}")));
      default -> {
        String task = entity(who, kept, "task").map(Kept::id).orElse("t1");
        yield Request.of("GET", "/v1/tasks/" + Hostile.encode(task) + query(user), "");
      }
    };
  }

  private String view(String user) {
    String filters =
        Ids.any(
            random,
            List.of(
                "{}",
                "{}",
                "{\"user_id\":" + Ids.json(random, user) + "}",
                "{\"user_id\":{\"ne\":\"nobody\"}}",
                "{\"user_id\":[\"alice\",\"bob\",\"*\"]}",
                "{\"namespace\":{\"startswith\":\"\"}}",
                "{\"memory_type\":\"semantic\"}"));
    return "{\"source\":\"long_term\",\"name\":\""
        + canary()
        + "\",\"continuous\":"
        + random.nextBoolean()
        + ",\"group_by\":"
        + Ids.any(random, List.of("[]", "[\"user_id\"]"))
        + ",\"filters\":"
        + filters
        + "}";
  }

  // Mostly one where its own are.
  private Optional<Kept> entity(Who who, Collection<Kept> kept, String kind) {
    boolean own = random.nextInt(4) != 0;
    String where = who.kind().equals("user") ? who.id() : Where.NONE;
    List<Kept> all =
        kept.stream()
            .filter(entity -> entity.kind().equals(kind))
            .filter(entity -> !own || entity.place().get(1).equals(where))
            .toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(Ids.any(random, all));
  }

  private String document(String user) {
    return "{\"messages\":[{\"role\":\"user\",\"id\":\"m\",\"content\":\""
        + canary()
        + "\"}],\"data\":{\"user_id\":"
        + Ids.quote(random, user)
        + "},\"memories\":[{\"id\":\"f\",\"text\":\""
        + canary()
        + "\"}]"
        + where(user)
        + "}";
  }

  private String memories(Collection<Row> rows, String user) {
    String more = random.nextInt(4) == 0 ? "," + memory(rows, Ids.any(random, Ids.USERS)) : "";
    return "{\"memories\":["
        + memory(rows, user)
        + more
        + "],\"deduplicate\":"
        + random.nextBoolean()
        + "}";
  }

  private String memory(Collection<Row> rows, String user) {
    return "{\"id\":\""
        + uuid(rows)
        + "\",\"text\":\""
        + canary()
        + "\",\"tenant\":\"acme\",\"metadata\":{\"user_id\":"
        + Ids.quote(random, user)
        + "}"
        + where(user)
        + "}";
  }

  private String where(String user) {
    return owner(user) + (random.nextInt(3) == 0 ? label() : "");
  }

  private String owner(String user) {
    return random.nextBoolean() ? ",\"user_id\":" + Ids.json(random, user) : "";
  }

  private String label() {
    return ",\"namespace\":" + Ids.json(random, Ids.any(random, Ids.LABELS));
  }

  private String search(String user) {
    String text = random.nextBoolean() ? "\"text\":\"what do you know\"," : "";
    String owner =
        random.nextInt(3) == 0 ? ",\"user_id\":{\"eq\":" + Ids.json(random, user) + "}" : "";
    String filter = Ids.any(random, FILTERS);
    return "{"
        + text
        + "\"offset\":0"
        + (filter.contains("user_id") ? "" : owner)
        + ","
        + filter
        + "}";
  }

  // All that a user has, and nothing else, is to be listed.
  private Request all(String user) {
    return new Request(
        "POST",
        LONG_TERM + "/search",
        "{\"limit\":100,\"user_id\":{\"eq\":" + Ids.quote(random, user) + "}}",
        Optional.of(user),
        Optional.empty());
  }

  private Request one(Who who, Collection<Row> rows, String user) {
    boolean own = random.nextBoolean();
    String id =
        rows.stream()
            .filter(row -> !own || row.place().get(1).equals(who.id()))
            .map(Row::id)
            .skip(own ? 0 : random.nextInt(8))
            .findFirst()
            .orElseGet(() -> uuid(rows));
    String owner = random.nextInt(3) == 0 ? "user_id=" + Hostile.encode(user) : "";
    String path = LONG_TERM + "/" + id + (owner.isEmpty() ? "" : "?" + owner);
    return switch (random.nextInt(4)) {
      case 0, 1 ->
          about("PATCH", path, id, "{\"text\":\"" + canary() + "\"" + owner(user) + label() + "}");
      case 2 -> about("GET", path, id, "");
      default -> about("DELETE", LONG_TERM + "?memory_ids=" + id + "&" + owner, id, "");
    };
  }

  private static Request about(String method, String target, String id, String body) {
    return new Request(method, target, body, Optional.empty(), Optional.of(id));
  }

  private Request prompt(Who who, Collection<Kept> kept, String user) {
    String session =
        ",\"session\":{\"session_id\":"
            + Ids.quote(random, Ids.mostlyOwn(random, who, kept, "working_memory", SESSIONS))
            + where(user)
            + "}";
    String search =
        Ids.any(
            random,
            List.of("", ",\"long_term_search\":true", ",\"long_term_search\":" + search(user)));
    return Request.of(
        "POST", "/v1/memory/prompt", "{\"query\":\"what do you know\"" + session + search + "}");
  }

  private String forget(String user) {
    String dry = random.nextInt(3) == 0 ? "dry_run=false&" : "";
    return "?" + dry + "limit=5" + query(user).replace('?', '&');
  }

  private String policy(Collection<Row> rows) {
    return "{\"policy\":{\"budget\":"
        + random.nextInt(40)
        + "},\"pinned_ids\":[\""
        + uuid(rows)
        + "\"]}";
  }

  private String query(String user) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> "?user_id=" + Hostile.encode(user);
      case 2 -> "?namespace=" + Ids.any(random, Ids.LABELS);
      case 3 -> "?user_id=" + Hostile.encode(user) + "&namespace=archive";
      case 4 -> "?tenant=acme&user_id=";
      default -> "";
    };
  }

  // One that somebody has, or a new one.
  private String uuid(Collection<Row> rows) {
    boolean old = random.nextBoolean();
    return rows.stream()
        .filter(_ -> old)
        .map(Row::id)
        .skip(random.nextInt(40))
        .findFirst()
        .orElseGet(() ->
            String.format(
                "%08x-0000-4000-8000-%012x", random.nextInt(1 << 30), random.nextInt(1 << 30)));
  }

  private String canary() {
    return "canary" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36) + "x" + canaries++;
  }
}
