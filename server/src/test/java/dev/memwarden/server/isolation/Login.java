package dev.memwarden.server.isolation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What came from one showing of a key, as the judge remembers it: refresh tokens, each traded for
/// the next, and working tokens beside them.
final class Login {
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final String keyId;
  private final Set<String> actions;
  private final List<String> refreshTokens = new ArrayList<>();
  private final List<Instant> traded = new ArrayList<>();
  private final Map<String, Working> working = new LinkedHashMap<>();
  private boolean ended;

  /// What a working token allows until it ends.
  private record Working(Set<String> actions, Instant end) {}

  /// What becomes of a refresh token that is shown.
  enum Turn {
    NEXT,
    SAME_AGAIN,
    NOTHING,
    END
  }

  Login(String keyId, Set<String> actions) {
    this.keyId = keyId;
    this.actions = actions;
  }

  String keyId() {
    return keyId;
  }

  Set<String> actions() {
    return actions;
  }

  List<String> refreshTokens() {
    return refreshTokens;
  }

  List<String> workingTokens() {
    return List.copyOf(working.keySet());
  }

  /// Says what has to happen, and remembers it.
  Turn show(String refresh, boolean keyWorks, Instant now) {
    int number = refreshTokens.indexOf(refresh);
    if (ended) {
      return Turn.NOTHING;
    }
    if (number == traded.size()) {
      return keyWorks ? Turn.NEXT : Turn.NOTHING;
    }
    if (!now.isBefore(traded.get(number).plus(GRACE))) {
      ended = true;
      return Turn.END;
    }
    return keyWorks && number == traded.size() - 1 ? Turn.SAME_AGAIN : Turn.NOTHING;
  }

  /// Remembers a pair. What it was traded for, if anything, was used at `now`.
  void given(String access, Set<String> scope, Instant end, String refresh, Instant now) {
    if (!refreshTokens.isEmpty() && !refreshTokens.contains(refresh)) {
      traded.add(now);
    }
    if (!refreshTokens.contains(refresh)) {
      refreshTokens.add(refresh);
    }
    working.put(access, new Working(scope, end));
  }

  /// Whether a token would be taken now for what it is, as far as its key works.
  boolean works(String token, Instant now) {
    if (ended) {
      return false;
    }
    Working access = working.get(token);
    return access == null
        ? refreshTokens.indexOf(token) == traded.size()
        : now.isBefore(access.end());
  }

  /// What a token allows.
  Set<String> scope(String token) {
    Working access = working.get(token);
    return access == null ? actions : access.actions();
  }

  /// Ends one working token, or everything.
  void end(String token) {
    if (working.containsKey(token)) {
      working.put(token, new Working(working.get(token).actions(), Instant.MIN));
    } else {
      ended = true;
    }
  }

  void end() {
    ended = true;
  }
}
