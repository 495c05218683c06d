package dev.memwarden.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Answers without a language model: quotes the memories that fit the question, turned to the
/// second person. Invents nothing, so it also concludes nothing.
public final class ExtractiveAnswerer implements Answerer {

  /// Its name.
  public static final String MODE = "extractive";

  /// The most memories that one answer quotes; more is a list, not an answer.
  private static final int MAX_QUOTED = 5;

  /// How many are quoted when no word of the question is in any of them: only the nearest in
  /// meaning can be meant.
  private static final int MAX_GUESSED = 3;

  private static final String NOTHING = "I have no memories about that yet.";

  // Words that say that something is asked, not what.
  private static final Set<String> ASKING =
      Set.of(
          "a",
          "about",
          "am",
          "an",
          "and",
          "any",
          "anything",
          "are",
          "at",
          "be",
          "been",
          "can",
          "could",
          "did",
          "do",
          "does",
          "else",
          "everything",
          "for",
          "from",
          "had",
          "has",
          "have",
          "how",
          "i",
          "in",
          "is",
          "it",
          "know",
          "me",
          "memories",
          "memory",
          "mine",
          "my",
          "myself",
          "of",
          "on",
          "or",
          "please",
          "recall",
          "remember",
          "say",
          "said",
          "should",
          "something",
          "tell",
          "that",
          "the",
          "there",
          "things",
          "to",
          "told",
          "was",
          "were",
          "what",
          "when",
          "where",
          "which",
          "who",
          "whom",
          "whose",
          "why",
          "will",
          "with",
          "would",
          "you",
          "your");

  @Override
  public int appetite() {
    return 2 * MAX_QUOTED;
  }

  @Override
  public String mode() {
    return MODE;
  }

  @Override
  public Answer answer(String question, List<Hit> hits) {
    if (hits.isEmpty()) {
      return new Answer(NOTHING, List.of());
    }
    List<Hit> used = fitting(question, hits);
    return new Answer(
        used.stream()
            .map(hit -> SecondPerson.of(hit.memory().text()))
            .collect(Collectors.joining("; ", "Based on your memories, ", "")),
        used);
  }

  private static List<Hit> fitting(String question, List<Hit> hits) {
    Set<String> asked = stems(question);
    if (asked.isEmpty()) {
      return hits.stream().limit(MAX_QUOTED).toList();
    }
    List<Hit> shared =
        hits.stream()
            .filter(hit -> stems(hit.memory().text()).stream().anyMatch(asked::contains))
            .limit(MAX_QUOTED)
            .toList();
    return shared.isEmpty() ? hits.stream().limit(MAX_GUESSED).toList() : shared;
  }

  private static Set<String> stems(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty() && !ASKING.contains(word))
        .map(ExtractiveAnswerer::stem)
        .collect(Collectors.toSet());
  }

  // "loves", "loved", "loving" and "love" are one word; no more than that is needed here.
  private static String stem(String word) {
    String stem = word.length() > 4 ? word.replaceFirst("(?:ing|ed|es|s)$", "") : word;
    return stem.length() > 3 && stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
  }
}
