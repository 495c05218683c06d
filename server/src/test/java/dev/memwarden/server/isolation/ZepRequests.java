package dev.memwarden.server.isolation;

import dev.memwarden.server.isolation.Hostile.Request;
import dev.memwarden.server.isolation.Snapshot.Kept;
import dev.memwarden.server.isolation.Snapshot.Row;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Makes requests on Zep's wire, which names a session or a user and leaves the rest to the
/// credential.
final class ZepRequests {
  private static final String ROOT = "/api/v1";
  private static final List<String> SESSIONS = List.of("s1", "S1", "*", "%", "s2");

  private final Random random;
  private final ZepDocumentRequests documents;
  private int canaries;

  ZepRequests(Random random) {
    this.random = random;
    this.documents = new ZepDocumentRequests(random);
  }

  /// Any request by `who`.
  ///
  /// @param rows all that is stored, for ids that exist
  /// @param kept sessions, profiles and collections that exist
  Request next(Who who, Collection<Row> rows, Collection<Kept> kept) {
    // Whoever may do everything gets somewhere with them.
    boolean able =
        who.actions().containsAll(List.of("memory:read", "memory:write", "memory:delete"));
    if (random.nextInt(able ? 2 : 6) == 0) {
      return documents.next(who, rows, kept);
    }
    String user = random.nextInt(3) != 0 ? who.id() : Ids.any(random, Ids.USERS);
    String session =
        ROOT + "/sessions/" + Hostile.encode(Ids.mostlyOwn(random, who, kept, "session", SESSIONS));
    return switch (random.nextInt(18)) {
      case 0, 1 -> newSession(user);
      case 2 -> Request.of("GET", session, "");
      case 3 -> Request.of("PATCH", session, patch(user));
      case 4, 5, 6 -> Request.of("POST", session + "/memory", messages(rows, user));
      case 7 -> Request.of("GET", session + "/memory" + page("lastn"), "");
      case 8 -> Request.of("GET", session + "/messages" + page("limit"), "");
      case 9, 10 -> message(who, rows, user);
      case 11 -> Request.of("POST", session + "/search" + page("limit"), search(user));
      case 12 ->
          random.nextBoolean()
              ? Request.of("DELETE", session + "/memory", "")
              : Request.of("GET", ROOT + "/user" + page("limit"), "");
      case 13, 14 -> Request.of("POST", ROOT + "/user", profile(user));
      default -> user(who, kept, user);
    };
  }

  private Request newSession(String user) {
    String owner = random.nextBoolean() ? ",\"user_id\":" + Ids.json(random, user) : "";
    String id = Ids.json(random, Ids.any(random, SESSIONS));
    return Request.of(
        "POST", ROOT + "/sessions", "{\"session_id\":" + id + owner + "," + metadata(user) + "}");
  }

  private String patch(String user) {
    return "{\"user_id\":" + Ids.json(random, user) + "," + metadata(user) + "}";
  }

  private String messages(Collection<Row> rows, String user) {
    String uuid = random.nextInt(3) == 0 ? "\"uuid\":\"" + uuid(rows) + "\"," : "";
    return "{\"user_id\":"
        + Ids.json(random, user)
        + ",\"messages\":[{"
        + uuid
        + "\"role\":\"user\",\"content\":\""
        + canary()
        + "\"}]}";
  }

  private Request message(Who who, Collection<Row> rows, String user) {
    boolean own = random.nextBoolean();
    Optional<Row> row =
        rows.stream()
            .filter(one -> one.kind().equals("message"))
            .filter(one -> !own || one.place().get(1).equals(who.id()))
            .skip(own ? 0 : random.nextInt(8))
            .findFirst();
    String session = row.map(one -> one.place().get(3)).orElse("s1");
    String uuid = row.map(Row::id).orElseGet(() -> uuid(rows));
    String target = ROOT + "/sessions/" + Hostile.encode(session) + "/messages/" + uuid;
    boolean change = random.nextBoolean();
    return new Request(
        change ? "PATCH" : "GET",
        target,
        change ? "{\"uuid\":\"" + uuid(rows) + "\"," + metadata(user) + "}" : "",
        Optional.empty(),
        Optional.of(uuid));
  }

  private String search(String user) {
    String filter =
        switch (random.nextInt(4)) {
          case 0 -> ",\"metadata\":{\"where\":{\"jsonpath\":\"$.*\"}}";
          case 1 ->
              ",\"metadata\":{\"where\":{\"or\":[{\"jsonpath\":\"$\"},{\"jsonpath\":\"$.user_id\"}]}}";
          case 2 -> ",\"metadata\":{\"user_id\":" + Ids.json(random, user) + "}";
          default -> "";
        };
    String type = random.nextBoolean() ? ",\"search_type\":\"mmr\"" : "";
    return "{\"text\":\"what do you know\"" + filter + type + "}";
  }

  private String profile(String user) {
    return "{\"user_id\":" + Ids.json(random, user) + ",\"email\":\"" + canary() + "\"}";
  }

  private Request user(Who who, Collection<Kept> kept, String user) {
    boolean unknown =
        kept.stream()
            .filter(entity -> entity.kind().equals("profile"))
            .noneMatch(entity -> entity.id().equals(who.id()));
    if (unknown && random.nextBoolean()) {
      return Request.of("POST", ROOT + "/user", profile(who.id()));
    }
    String target = ROOT + "/user/" + Hostile.encode(user);
    return switch (random.nextInt(8)) {
      case 0, 1 -> Request.of("GET", target, "");
      case 2, 3 ->
          Request.of(
              "PATCH", target, "{\"first_name\":\"" + canary() + "\"," + metadata(user) + "}");
      case 4, 5 -> Request.of("DELETE", ROOT + "/user/" + Hostile.encode(who.id()), "");
      default -> Request.of("GET", target + "/sessions", "");
    };
  }

  private String metadata(String user) {
    return "\"metadata\":{\"note\":\""
        + canary()
        + "\",\"user_id\":"
        + Ids.quote(random, user)
        + ",\"tenant\":\"acme\"}";
  }

  private String page(String name) {
    return switch (random.nextInt(5)) {
      case 0 -> "?" + name + "=1";
      case 1 -> "?" + name + "=100&cursor=1";
      case 2 -> "?" + name + "=x";
      case 3 -> "?tenant=acme&user_id=bob";
      default -> "";
    };
  }

  // One that somebody has, or a new one.
  private String uuid(Collection<Row> rows) {
    return rows.stream()
        .map(Row::id)
        .skip(random.nextInt(40))
        .findFirst()
        .orElseGet(() -> String.format("00000000-0000-4000-8000-%012x", random.nextInt(1 << 30)));
  }

  private String canary() {
    return "canary" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36) + "x" + canaries++;
  }
}
