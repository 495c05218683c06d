package dev.memwarden.server.isolation;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Makes requests: some right, most of them after something that is not the caller's.
final class Hostile {
  private static final List<String> RESERVED =
      List.of(
          "user_id",
          "agent_id",
          "run_id",
          "owner",
          "tenant",
          "id",
          "hash",
          "created_at",
          "user",
          "metadata",
          "label");

  private static final List<String> OPEN =
      List.of(
          "/stats",
          "/models",
          "/health",
          "/v1/health",
          "/healthz",
          "/.well-known/jwks.json",
          "/.well-known/oauth-authorization-server",
          "/.well-known/oauth-protected-resource");

  private final Random random;
  private int canaries;

  Hostile(Random random) {
    this.random = random;
  }

  /// A request on the wire.
  ///
  /// @param plain the user whose memories are to be listed or counted, if this is a well-formed
  ///   request for that
  /// @param memoryId the id named, if this is about one memory
  /// @param sessions whose sessions are to be listed, if this is a well-formed request for that
  record Request(
      String method,
      String target,
      String body,
      Optional<String> plain,
      Optional<String> memoryId,
      Optional<WhoseSessions> sessions) {

    Request(
        String method,
        String target,
        String body,
        Optional<String> plain,
        Optional<String> memoryId) {
      this(method, target, body, plain, memoryId, Optional.empty());
    }

    static Request of(String method, String target, String body) {
      return new Request(method, target, body, Optional.empty(), Optional.empty());
    }
  }

  /// @param user empty for everybody in reach
  /// @param label empty for any
  record WhoseSessions(Optional<String> user, Optional<String> label) {

    boolean mean(List<String> place) {
      return !place.get(3).equals(Where.NONE)
          && user.map(place.get(1)::equals).orElse(true)
          && label.map(place.get(4)::equals).orElse(true);
    }
  }

  /// Any request by `who`.
  ///
  /// @param own ids of memories of its own user id
  /// @param all ids of memories that exist
  /// @param keyIds ids of keys that exist
  Request next(Who who, List<String> own, List<String> all, List<String> keyIds) {
    String user = random.nextBoolean() ? who.id() : Ids.any(random, Ids.USERS);
    List<String> memoryIds = own.isEmpty() || random.nextBoolean() ? all : own;
    return switch (random.nextInt(24)) {
      case 0, 1, 2, 3 -> add(user);
      case 4, 5, 6 -> Request.of("POST", "/memories/search", body(fields("query", user)));
      case 7 -> Request.of("POST", "/chat", body(fields("message", user)));
      case 8, 9, 10 -> list(user);
      case 11, 12 -> update(user, memoryIds);
      case 13, 14 -> deleteOne(user, memoryIds);
      case 15 ->
          random.nextInt(2) == 0
              ? Request.of("DELETE", "/memories/user/" + segment(user) + query(user), "")
              : list(user);
      case 16 -> Request.of("GET", "/graph/relationships/" + segment(user) + query(user), "");
      case 17 -> stats(user);
      case 18 -> Request.of("GET", Ids.any(random, OPEN), "");
      case 19, 20 -> workingMemory(who, user);
      case 21 -> zepSessions();
      default -> keys(who, user, keyIds);
    };
  }

  private Request add(String user) {
    List<String> fields = fields("messages", user);
    fields.removeIf(field -> field.startsWith("\"messages\""));
    fields.add(
        "\"messages\":[{\"role\":\"user\",\"content\":\""
            + canary()
            + " I live in Berlin\"}"
            + (random.nextInt(5) == 0
                ? ",{\"role\":\"assistant\",\"content\":\"" + canary() + "\",\"user_id\":\"bob\"}"
                : "")
            + "]");
    return Request.of("POST", "/memories" + query(user), body(fields));
  }

  private Request list(String user) {
    // A slash in a path is refused at the edge, encoded or not.
    if (random.nextBoolean() && !user.contains("/")) {
      return new Request(
          "GET", "/memories/" + encode(user), "", Optional.of(user), Optional.empty());
    }
    return Request.of("GET", "/memories/" + segment(user) + query(user), "");
  }

  private Request stats(String user) {
    if (random.nextBoolean() && !user.contains("/")) {
      return new Request("GET", "/stats/" + encode(user), "", Optional.of(user), Optional.empty());
    }
    return Request.of("GET", "/stats/" + segment(user) + query(user), "");
  }

  private Request update(String user, List<String> memoryIds) {
    String id = memoryId(memoryIds);
    List<String> fields = fields("data", user);
    if (random.nextInt(3) != 0) {
      fields.removeIf(field -> field.startsWith("\"user_id\""));
    }
    fields.removeIf(field -> field.startsWith("\"data\""));
    fields.add("\"data\":\"" + canary() + "\"");
    fields.add("\"memory_id\":" + Ids.json(random, id));
    return new Request(
        "PUT", "/memories" + query(user), body(fields), Optional.empty(), Optional.of(id));
  }

  private Request deleteOne(String user, List<String> memoryIds) {
    String id = memoryId(memoryIds);
    String query = random.nextInt(3) == 0 ? "?user_id=" + encode(user) : "";
    return new Request(
        "DELETE", "/memories/" + encode(id) + query, "", Optional.empty(), Optional.of(id));
  }

  private Request workingMemory(Who who, String user) {
    Optional<String> named = random.nextBoolean() ? Optional.of(user) : Optional.empty();
    Optional<String> label =
        random.nextInt(3) == 0 ? Optional.of(Ids.any(random, Ids.LABELS)) : Optional.empty();
    String target =
        "/v1/working-memory/?limit=100"
            + named.map(one -> "&user_id=" + encode(one)).orElse("")
            + label.map(one -> "&namespace=" + encode(one)).orElse("");
    if (random.nextInt(3) == 0) {
      String more =
          Ids.any(
              random,
              List.of("&user_id=bob", "&offset=1", "&namespace=", "&limit=0", "&tenant=acme"));
      return Request.of("GET", target + more, "");
    }
    Optional<String> meant =
        named.isEmpty() && who.kind().equals("user") ? Optional.of(who.id()) : named;
    return new Request(
        "GET",
        target,
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.of(new WhoseSessions(meant, label)));
  }

  private Request zepSessions() {
    String target = "/api/v1/sessions" + Ids.any(random, List.of("", "/"));
    if (random.nextInt(3) == 0) {
      String query =
          Ids.any(random, List.of("?limit=1", "?cursor=1&limit=2", "?limit=x", "?tenant=acme"));
      return Request.of("GET", target + query, "");
    }
    return new Request(
        "GET",
        target + Ids.any(random, List.of("", "?user_id=bob")),
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.of(new WhoseSessions(Optional.empty(), Optional.empty())));
  }

  private Request keys(Who who, String user, List<String> keyIds) {
    return switch (random.nextInt(4)) {
      case 0 -> Request.of("GET", "/auth/whoami" + query(user), "");
      case 1 -> Request.of("GET", "/auth/keys" + query(user), "");
      case 2 -> Request.of("POST", "/auth/keys", body(mint(user)));
      default -> {
        String id = random.nextInt(4) == 0 ? who.keyId() : Ids.any(random, keyIds);
        yield Request.of("DELETE", "/auth/keys/" + encode(id), "");
      }
    };
  }

  private List<String> mint(String user) {
    List<String> fields = new ArrayList<>(List.of("\"name\":\"x\""));
    if (random.nextBoolean()) {
      fields.add(
          "\"actions\":"
              + Ids.any(
                  random,
                  List.of(
                      "[\"memory:read\"]",
                      "[\"memory:read\"]",
                      "[\"memory:read\"]",
                      "[\"memory:read\",\"memory:write\",\"keys:manage\"]",
                      "[\"users:manage\"]",
                      "[\"*\"]",
                      "\"*\"",
                      "[]")));
    }
    if (random.nextBoolean()) {
      fields.add("\"user\":" + Ids.json(random, user));
    }
    if (random.nextInt(3) == 0) {
      fields.add("\"box\":{\"user\":" + Ids.json(random, user) + "}");
    }
    return fields;
  }

  /// The fields of a body: the usual ones, then what does not belong there.
  private List<String> fields(String main, String user) {
    List<String> fields = new ArrayList<>();
    fields.add("\"" + main + "\":\"what do you know\"");
    if (random.nextInt(4) != 0) {
      fields.add("\"user_id\":" + Ids.json(random, user));
    }
    if (random.nextInt(8) == 0) {
      fields.add("\"user_id\":" + Ids.json(random, Ids.any(random, Ids.USERS)));
    }
    if (random.nextInt(3) == 0) {
      fields.add("\"agent_id\":" + Ids.json(random, Ids.any(random, Ids.AGENTS)));
    }
    if (random.nextInt(4) == 0) {
      fields.add("\"run_id\":" + Ids.json(random, Ids.any(random, Ids.SESSIONS)));
    }
    if (random.nextInt(4) == 0) {
      String key = Ids.any(random, RESERVED);
      fields.add("\"metadata\":{\"" + key + "\":" + Ids.json(random, user) + "}");
    }
    if (random.nextInt(6) == 0) {
      fields.add(
          "\"filters\":{\"OR\":[{\"user_id\":"
              + Ids.json(random, user)
              + "},{\"user_id\":\"*\"}],\"NOT\":{\"user_id\":\"nobody\"}}");
    }
    if (random.nextInt(10) == 0) {
      fields.add("\"" + Ids.any(random, RESERVED) + "\":" + Ids.json(random, user));
    }
    if (random.nextInt(6) == 0) {
      fields.add("\"limit\":" + Ids.any(random, List.of("1", "1000", "-1", "\"5\"", "1e9")));
    }
    return fields;
  }

  private String body(List<String> fields) {
    Collections.shuffle(fields, random);
    String json = "{" + String.join(",", fields) + "}";
    return switch (random.nextInt(25)) {
      case 0 -> json + json;
      case 1 -> "[" + json + "]";
      case 2 -> json.substring(0, json.length() - 1);
      case 3 -> "{\"body\":" + json + "}";
      default -> json;
    };
  }

  private String query(String user) {
    return switch (random.nextInt(8)) {
      case 0 -> "?user_id=" + encode(user);
      case 1 -> "?user_id=" + encode(user) + "&user_id=bob";
      case 2 -> "?agent_id=planner&limit=5";
      case 3 -> "?tenant=acme&user=" + encode(user);
      default -> "";
    };
  }

  private String segment(String user) {
    return switch (random.nextInt(12)) {
      case 0 -> encode(user) + "%2f..%2fbob";
      case 1 -> "%2e%2e";
      case 2 -> encode(user) + "%00";
      case 3 -> encode(user) + ";v=1";
      case 4 -> encode(encode(user));
      case 5 -> "%ff%fe";
      case 6 -> "../alice";
      default -> encode(user);
    };
  }

  private String memoryId(List<String> ids) {
    if (ids.isEmpty() || random.nextInt(10) == 0) {
      return Ids.any(random, List.of("nothing", "*", "%", "' OR '1'='1", "0"));
    }
    return Ids.any(random, ids);
  }

  private String canary() {
    return "canary" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36) + "x" + canaries++;
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
