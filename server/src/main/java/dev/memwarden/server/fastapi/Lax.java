package dev.memwarden.server.fastapi;

import dev.memwarden.server.http.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Values that stand as text.
final class Lax {
  private static final List<String> YES = List.of("true", "1");
  private static final List<String> NO = List.of("false", "0");

  private Lax() {}

  static Optional<Integer> integer(
      String text, List<Object> where, JsonNode input, List<Problem> problems) {
    if (text.matches("[+-]?[0-9]{1,9}")) {
      return Optional.of(Integer.parseInt(text));
    }
    problems.add(Problems.unreadableInteger(where, input));
    return Optional.empty();
  }

  static boolean within(
      int number, int least, int most, List<Object> where, JsonNode input, List<Problem> problems) {
    if (number < least) {
      problems.add(Problems.tooSmall(where, least, input));
    } else if (number > most) {
      problems.add(Problems.tooLarge(where, most, input));
    }
    return number >= least && number <= most;
  }

  static Optional<Boolean> flag(
      String text, List<Object> where, JsonNode input, List<Problem> problems) {
    String word = text.toLowerCase(Locale.ROOT);
    if (YES.contains(word)) {
      return Optional.of(true);
    }
    if (!NO.contains(word)) {
      problems.add(Problems.unreadableFlag(where, input));
      return Optional.empty();
    }
    return Optional.of(false);
  }
}
