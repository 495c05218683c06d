package dev.memwarden.memory;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says to somebody what they said about themselves: "I love my dog" becomes "you love your dog".
/// English; texts in other languages stay as they are.
final class SecondPerson {

  // Two words before one: "I was" turns as a whole, "it was" does not.
  private static final Pattern WORD =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_/'’])(?:(?:i\\s+(?:am|was))|(?:am\\s+i|was\\s+i)"
              + "|i['’](?:m|ve|d|ll)|i|me|my|mine|myself)(?![\\p{L}\\p{N}_/]|['’]\\p{L})",
          Pattern.CASE_INSENSITIVE);

  private static final Map<String, String> TURNED =
      Map.ofEntries(
          Map.entry("i am", "you are"),
          Map.entry("i was", "you were"),
          Map.entry("am i", "are you"),
          Map.entry("was i", "were you"),
          Map.entry("i'm", "you're"),
          Map.entry("i've", "you've"),
          Map.entry("i'd", "you'd"),
          Map.entry("i'll", "you'll"),
          Map.entry("i", "you"),
          Map.entry("me", "you"),
          Map.entry("my", "your"),
          Map.entry("mine", "yours"),
          Map.entry("myself", "yourself"));

  // "I live here and am happy": what is left of "am" belongs to the same speaker. "3 am" does not.
  private static final Pattern AM =
      Pattern.compile("(?<=\\b(?:and|but|who|also) )am\\b", Pattern.CASE_INSENSITIVE);

  // Words that carry a capital letter only because a sentence starts with them.
  private static final Set<String> SMALL =
      Set.of(
          "the",
          "a",
          "an",
          "this",
          "that",
          "these",
          "those",
          "there",
          "it",
          "in",
          "on",
          "at",
          "when",
          "we",
          "our",
          "he",
          "she",
          "they",
          "his",
          "her",
          "their",
          "some",
          "every",
          "one",
          "please",
          "yes",
          "no",
          "also",
          "today",
          "yesterday",
          "tomorrow");

  private static final Pattern FIRST_WORD = Pattern.compile("^\\p{L}+");

  private SecondPerson() {}

  /// `statement` as said to its speaker, ready to stand inside a sentence: without a capital letter
  /// that only its beginning gave it, and without the full stop at its end.
  static String of(String statement) {
    String text = statement.strip().replaceFirst("[.\\s]+$", "");
    StringBuilder turned = new StringBuilder();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      String found = matcher.group();
      String word =
          TURNED.getOrDefault(
              found.toLowerCase(Locale.ROOT).replace('’', '\'').replaceAll("\\s+", " "), found);
      String inPlace = startsSentence(text, matcher.start()) ? capital(word) : word;
      matcher.appendReplacement(turned, Matcher.quoteReplacement(inPlace));
    }
    matcher.appendTail(turned);
    return inside(AM.matcher(turned).replaceAll("are"));
  }

  private static String inside(String text) {
    return FIRST_WORD
        .matcher(text)
        .replaceFirst(word -> {
          String small = word.group().toLowerCase(Locale.ROOT);
          boolean ours = small.startsWith("you") || small.equals("are") || small.equals("were");
          return ours || SMALL.contains(small) ? small : word.group();
        });
  }

  private static boolean startsSentence(String text, int at) {
    String before = text.substring(0, at).stripTrailing();
    return !before.isEmpty() && ".!?".indexOf(before.charAt(before.length() - 1)) >= 0;
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
