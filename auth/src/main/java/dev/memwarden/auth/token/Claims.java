package dev.memwarden.auth.token;

import dev.memwarden.auth.token.JsonValue.Members;
import dev.memwarden.auth.token.JsonValue.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The registered claims of a token (RFC 7519 §4.1) and its scope (RFC 8693 §4.2), each of the type
/// that it must have. Times are as exact as a double is: to the microsecond in this century.
///
/// @param audience `aud`; present and empty if it names nobody
/// @param scope the words of `scope`; present and empty if there is none in it
record Claims(
    Optional<String> issuer,
    Optional<String> subject,
    Optional<List<String>> audience,
    Optional<Instant> expiresAt,
    Optional<Instant> notBefore,
    Optional<Instant> issuedAt,
    Optional<String> id,
    Optional<List<String>> scope) {

  // Every integer up to there is a double.
  private static final double MAX_DATE = 1L << 53;

  /// Reads a payload whose signature was verified.
  ///
  /// @return empty if one of these claims has another type
  static Optional<Claims> of(Members members) {
    return new Reading(members).claims();
  }

  /// The same without its scope: issuers say that in more ways.
  static Optional<Claims> withoutScope(Members members) {
    return new Reading(members).registered(Optional.empty());
  }

  /// Reads claims one by one, and remembers whether one was not what it must be.
  private static final class Reading {
    private final Members members;
    private boolean sound = true;

    Reading(Members members) {
      this.members = members;
    }

    Optional<Claims> claims() {
      return registered(text("scope").map(Reading::words));
    }

    Optional<Claims> registered(Optional<List<String>> scope) {
      Claims claims =
          new Claims(
              text("iss"),
              text("sub"),
              texts("aud"),
              date("exp"),
              date("nbf"),
              date("iat"),
              text("jti"),
              scope);
      return sound ? Optional.of(claims) : Optional.empty();
    }

    private Optional<String> text(String name) {
      return members.member(name).flatMap(this::text);
    }

    private Optional<List<String>> texts(String name) {
      return members
          .member(name)
          .map(value ->
              value instanceof JsonValue.Array(List<JsonValue> items)
                  ? items.stream().flatMap(item -> text(item).stream()).toList()
                  : text(value).stream().toList());
    }

    private Optional<Instant> date(String name) {
      return members.member(name).flatMap(this::date);
    }

    private Optional<String> text(JsonValue value) {
      return value instanceof Text(String text) ? Optional.of(text) : mistyped();
    }

    // A NumericDate may have a fraction (RFC 7519 §2).
    private Optional<Instant> date(JsonValue value) {
      if (value instanceof JsonValue.Number(double seconds)
          && seconds >= 0
          && seconds <= MAX_DATE) {
        long whole = (long) seconds;
        return Optional.of(Instant.ofEpochSecond(whole, (long) ((seconds - whole) * 1e9)));
      }
      return mistyped();
    }

    private <T> Optional<T> mistyped() {
      sound = false;
      return Optional.empty();
    }

    static List<String> words(String text) {
      List<String> words = new ArrayList<>();
      for (String word : text.split(" ", -1)) {
        if (!word.isEmpty()) {
          words.add(word);
        }
      }
      return List.copyOf(words);
    }
  }
}
