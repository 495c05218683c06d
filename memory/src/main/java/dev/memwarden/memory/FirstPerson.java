package dev.memwarden.memory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What English first-person statements say about the speaker.
///
/// Deliberately few rules, each of them read from the start of a clause, so that a missed relation
/// is likelier than a made-up one. Questions and conditions state nothing. The rules and their
/// relationships are listed in `docs/dialects/mem0.md`.
final class FirstPerson {

  /// Longest text that is read for relations, in characters; statements about oneself are short.
  private static final int MAX_LENGTH = 2_000;

  /// Longest target, in characters: a name or a thing, not a story.
  private static final int MAX_TARGET = 80;

  // A sentence, with the mark that ends it: a full stop inside "3.5" or "example.com" ends nothing.
  private static final Pattern SENTENCE = Pattern.compile("[.!]+(?=\\s|$)|(?<=\\?)|[;\\n\\r]+");

  // "..., and I ..." starts a new statement; "Python and Java" does not.
  private static final Pattern CLAUSE =
      Pattern.compile(
          "(?:,\\s*|\\s+)(?:and|but)\\s+(?=(?:i|i['’]m|my)\\s)|,\\s*(?=(?:i|i['’]m|my)\\s)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CONDITION =
      Pattern.compile(
          "\\s*(?:if|unless|suppose|imagine|pretend|say)\\b.*", Pattern.CASE_INSENSITIVE);

  private static final Pattern GREETING =
      Pattern.compile(
          "^(?:(?:hi|hello|hey|well|yes|also|actually)\\b[\\s,!]*)+", Pattern.CASE_INSENSITIVE);

  // Where a target ends and a reason, a time or another thought begins.
  private static final Pattern TAIL =
      Pattern.compile(
          "(?:,|\\s+[-–—(]|\\s+(?:because|since|when|while|although|though|but|so|which|who)\\s).*$",
          Pattern.CASE_INSENSITIVE);

  // "I am tired of it", "I am going home": moods and plans, not what somebody is.
  private static final Pattern PASSING =
      Pattern.compile(
          "(?:not|no|never|so|very|too|in|at|on|to|just|here|there|back|sure|sorry|glad|happy|sad"
              + "|tired|late|afraid|done|ready|fine|ok|okay|good|well|bit|lot|\\w+ing)",
          Pattern.CASE_INSENSITIVE);

  // "I like it", "I love how you write": nothing that could be looked up later.
  private static final Pattern POINTING =
      Pattern.compile(
          "(?:it|that|this|these|those|them|him|her|you|your|how|what|when|where|if)",
          Pattern.CASE_INSENSITIVE);

  /// One rule.
  ///
  /// @param statement what a clause looks like; the group `target` is what it says
  /// @param relationship the relationship; `%s` stands for the group `word`
  /// @param accepts which targets make sense
  private record Rule(Pattern statement, String relationship, Predicate<String> accepts) {
    static Rule of(String statement, String relationship, Predicate<String> accepts) {
      return new Rule(
          Pattern.compile(statement + "\\s+(?<target>\\S.*)", Pattern.CASE_INSENSITIVE),
          relationship,
          accepts);
    }

    Optional<Relation> read(String owner, String clause) {
      Matcher matcher = statement.matcher(clause);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      String word =
          matcher.namedGroups().containsKey("word")
              ? matcher.group("word").toLowerCase(Locale.ROOT).replaceAll("\\s+", "_")
              : "";
      String target = trimmed(matcher.group("target"));
      return !target.isEmpty() && target.length() <= MAX_TARGET && accepts.test(target)
          ? Optional.of(new Relation(owner, relationship.formatted(word), target))
          : Optional.empty();
    }
  }

  private static final String I = "i(?:\\s+(?:really|also|absolutely|currently|now|still))?";
  private static final String I_AM =
      "(?:i\\s+am|i['’]m)(?:\\s+(?:really|also|currently|now|still))?";
  private static final Predicate<String> NAME = FirstPerson::isName;
  private static final Predicate<String> THING = target -> !startsWith(POINTING, target);
  private static final Predicate<String> LASTING = target -> !startsWith(PASSING, target);
  private static final Predicate<String> WORD = target -> !target.contains(" ");

  // The first that fits and makes sense wins.
  private static final List<Rule> RULES =
      List.of(
          Rule.of("my\\s+name(?:\\s+is|['’]s)", "is_named", LASTING),
          Rule.of(I + "\\s+live\\s+in", "lives_in", THING),
          Rule.of(I + "\\s+work\\s+at", "works_at", THING),
          Rule.of(I + "\\s+work\\s+for", "works_for", THING),
          Rule.of(I + "\\s+(?<word>like|love|enjoy|prefer|hate)", "%ss", THING),
          Rule.of(I + "\\s+have\\s+(?:an?|one)", "has", LASTING),
          Rule.of(I_AM + "\\s+from", "is_from", THING),
          Rule.of(I_AM + "\\s+an?", "is", LASTING),
          // Without an article a single word says what somebody is: "vegetarian".
          Rule.of(I_AM, "is", LASTING.and(WORD)),
          Rule.of("my\\s+(?<word>\\p{L}+)['’]s\\s+name\\s+is", "has_%s", LASTING),
          Rule.of("my\\s+(?<word>\\p{L}+)\\s+is\\s+(?:called|named)", "has_%s", LASTING),
          Rule.of("my\\s+(?<word>favou?rite\\s+\\p{L}+)\\s+is", "has_%s", THING.and(LASTING)),
          Rule.of("my\\s+(?<word>\\p{L}+)\\s+is", "has_%s", NAME));

  private FirstPerson() {}

  /// The relations that `text` states, in order, with `owner` as their source.
  static List<Relation> relations(String owner, String text) {
    if (text.length() > MAX_LENGTH) {
      return List.of();
    }
    return Stream.of(SENTENCE.split(text))
        .filter(sentence -> !sentence.endsWith("?"))
        .filter(sentence -> !CONDITION.matcher(sentence).matches())
        .flatMap(sentence -> Stream.of(CLAUSE.split(sentence)))
        .flatMap(clause -> relation(owner, clause).stream())
        .distinct()
        .toList();
  }

  private static Optional<Relation> relation(String owner, String clause) {
    String statement = GREETING.matcher(clause.strip()).replaceFirst("");
    return RULES.stream().flatMap(rule -> rule.read(owner, statement).stream()).findFirst();
  }

  // "Rex", but not "ill": without an article or "called", only a capital letter tells a name.
  private static boolean isName(String target) {
    return Character.isUpperCase(target.codePointAt(0));
  }

  private static boolean startsWith(Pattern word, String target) {
    return word.matcher(target.split("\\s", 2)[0]).matches();
  }

  private static String trimmed(String target) {
    return TAIL.matcher(target).replaceFirst("").strip().replaceFirst("[\\s.,!?:\"']+$", "");
  }
}
