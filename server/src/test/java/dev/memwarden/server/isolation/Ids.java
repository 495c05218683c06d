package dev.memwarden.server.isolation;

import dev.memwarden.server.isolation.Snapshot.Kept;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/// Names that are easily mistaken for each other, and texts that are no names at all.
final class Ids {

  /// Users that exist. Some differ only by case, white space, composition or script, some look like
  /// patterns.
  static final List<String> USERS =
      List.of(
          "alice",
          "bob",
          "Alice",
          "alice ",
          " alice",
          "аlice", // a Cyrillic a
          "al\u00edce",
          "ali\u0301ce",
          "alice1",
          "alic",
          "alice/agent",
          "*",
          "%",
          "a_ice",
          "%61lice",
          "alice' OR '1'='1",
          "null",
          "0",
          "default",
          "ﬀ");

  static final List<String> AGENTS = List.of("planner", "Planner", "*", "alice");
  static final List<String> SESSIONS = List.of("s1", "S1", "s1/s2");
  static final List<String> LABELS = List.of("archive", "work");

  /// What stands where a JSON string is expected, written as JSON.
  private static final List<String> NO_STRINGS =
      List.of(
          "null",
          "0",
          "1e999",
          "true",
          "[]",
          "{}",
          "[\"alice\"]",
          "[\"alice\",\"bob\"]",
          "{\"any\":[\"alice\",\"bob\"]}",
          "{\"ne\":\"nobody\"}",
          "{\"startswith\":\"a\"}",
          "{\"$gt\":\"\"}",
          "\"\"",
          "\"\\u0000\"",
          "\"alice\\u0000\"",
          "\"\\ud800\"",
          "\"alice\\udfff\"",
          "\"alice\\n\"",
          "\"../alice\"",
          "\"alice,bob\"",
          "\"ALICE\"");

  private Ids() {}

  static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /// An id of something of one kind: mostly of one that `who` has, if there is any, else one of
  /// `others`.
  static String mostlyOwn(
      Random random, Who who, Collection<Kept> kept, String kind, List<String> others) {
    List<String> own =
        kept.stream()
            .filter(entity -> entity.kind().equals(kind))
            .filter(entity -> entity.place().get(1).equals(who.id()))
            .map(Kept::id)
            .toList();
    return own.isEmpty() || random.nextInt(3) == 0 ? any(random, others) : any(random, own);
  }

  /// A JSON value for an id: mostly a string.
  static String json(Random random, String id) {
    return random.nextInt(6) == 0 ? any(random, NO_STRINGS) : quote(random, id);
  }

  /// `id` as a JSON string, now and then with characters escaped that need not be.
  static String quote(Random random, String id) {
    StringBuilder json = new StringBuilder("\"");
    boolean escapeAll = random.nextInt(8) == 0;
    for (char c : id.toCharArray()) {
      if (escapeAll || c < ' ' || c == '"' || c == '\\') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
