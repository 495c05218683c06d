package dev.memwarden.benchmarks.wires;

import java.util.List;
import java.util.stream.Stream;

/// What clients of every wire do, in the words of each: find among what a user remembers, look at
/// what a session remembers, and add one message to a session.
///
/// @param wire whose words these are
/// @param what is done, the same word on all wires
enum Work {
  SEARCH_MEM0("search", "mem0") {
    @Override
    Asked asked(String user, int number) {
      return post(
          "/memories/search",
          "{\"query\":\"%s\",\"user_id\":\"%s\",\"limit\":10}".formatted(question(number), user));
    }
  },
  SEARCH_REDIS_AMS("search", "redisams, hybrid") {
    @Override
    Asked asked(String user, int number) {
      return redisAmsSearch("hybrid", number);
    }
  },
  SEARCH_REDIS_AMS_SEMANTIC("search", "redisams, semantic") {
    @Override
    Asked asked(String user, int number) {
      return redisAmsSearch("semantic", number);
    }
  },
  SEARCH_ZEP("search", "zep") {
    @Override
    Asked asked(String user, int number) {
      return post(
          "/api/v1/sessions/" + FILLED + "/search?limit=10",
          "{\"text\":\"%s\"}".formatted(question(number)));
    }
  },
  GET_MEM0("get", "mem0") {
    @Override
    Asked asked(String user, int number) {
      return new Asked("GET", "/memories/" + user + "?run_id=" + session(number), "");
    }
  },
  GET_REDIS_AMS("get", "redisams") {
    @Override
    Asked asked(String user, int number) {
      return new Asked("GET", "/v1/working-memory/" + session(number), "");
    }
  },
  GET_ZEP("get", "zep") {
    @Override
    Asked asked(String user, int number) {
      return new Asked("GET", "/api/v1/sessions/" + session(number) + "/memory", "");
    }
  },
  PUT_MEM0("put", "mem0") {
    @Override
    Asked asked(String user, int number) {
      return post(
          "/memories",
          "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"user_id\":\"%s\",\"run_id\":\"%s\",\"infer\":false}"
              .formatted(said(number), user, session(number)));
    }
  },
  PUT_REDIS_AMS("put", "redisams") {
    @Override
    Asked asked(String user, int number) {
      return new Asked(
          "PUT",
          "/v1/working-memory/" + session(number),
          "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\",\"id\":\"%d\",\"created_at\":\"2026-01-01T00:00:00Z\"}]}"
              .formatted(said(number), number));
    }
  },
  PUT_ZEP("put", "zep") {
    @Override
    Asked asked(String user, int number) {
      return post(
          "/api/v1/sessions/" + session(number) + "/memory",
          "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}".formatted(said(number)));
    }
  };

  /// The session of the Zep wire that has as many messages as a user has memories.
  static final String FILLED = "filled";

  private final String what;
  private final String wire;

  Work(String what, String wire) {
    this.what = what;
    this.wire = wire;
  }

  /// A request.
  ///
  /// @param body JSON, or nothing
  record Asked(String method, String path, String body) {}

  /// The request of this number; a session is looked at under the number that it was added to.
  abstract Asked asked(String user, int number);

  String what() {
    return what;
  }

  /// Doing `what` on every wire, the mem0 wire first.
  static List<Work> of(String what) {
    return Stream.of(values()).filter(work -> work.what.equals(what)).toList();
  }

  String wire() {
    return wire;
  }

  private static Asked post(String path, String body) {
    return new Asked("POST", path, body);
  }

  // No question comes twice, and all are of one length.
  String question(int number) {
    return "What is worth remembering of number %07d?"
        .formatted(number * values().length + ordinal());
  }

  String said(int number) {
    return "Something else worth remembering, number %07d"
        .formatted(number * values().length + ordinal());
  }

  private static String session(int number) {
    return "session-%07d".formatted(number);
  }

  Asked redisAmsSearch(String mode, int number) {
    return post(
        "/v1/long-term-memory/search",
        "{\"text\":\"%s\",\"search_mode\":\"%s\",\"limit\":10}".formatted(question(number), mode));
  }
}
