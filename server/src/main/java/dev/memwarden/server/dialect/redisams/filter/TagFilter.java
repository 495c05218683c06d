package dev.memwarden.server.dialect.redisams.filter;

import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.fastapi.Problems;
import dev.memwarden.server.http.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A condition on words: a field that has one or none, or a list of them. All parts hold. Words are
/// compared exactly: case counts, and no character in them means anything.
///
/// @param eq has this word
/// @param ne does not have it
/// @param any has one of them
/// @param all has all of them
/// @param notIn has none of them
/// @param startsWith has a word that starts so
public record TagFilter(
    Optional<String> eq,
    Optional<String> ne,
    Optional<List<String>> any,
    Optional<List<String>> all,
    Optional<List<String>> notIn,
    Optional<String> startsWith) {

  /// Most words in one list, and longest word in bytes of UTF-8.
  public static final int MAX_WORDS = 256;

  private static final int MAX_WORD_BYTES = 1_024;

  /// What clients call what the server calls otherwise.
  private static final Map<String, String> ALIASES =
      Map.of("in_", "any", "not_eq", "ne", "none", "not_in");

  private static final Set<String> NAMES =
      Set.of("eq", "ne", "any", "all", "not_in", "startswith", "in_", "not_eq", "none");

  /// Exactly this word.
  public static TagFilter of(String word) {
    return new TagFilter(
        Optional.of(word),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Another word than this.
  public static TagFilter not(String word) {
    return new TagFilter(
        Optional.empty(),
        Optional.of(word),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Says nothing: every memory meets it.
  static final TagFilter NONE =
      new TagFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// Reads a filter. What is not understood would let more through than was meant, and is refused.
  static TagFilter read(Part part) {
    Operators.check(part, NAMES);
    ALIASES.forEach((alias, name) -> {
      if (part.has(alias) && part.has(name)) {
        refuse(part, alias, "means the same as " + name + "; give one of them");
      }
    });
    TagFilter filter =
        new TagFilter(
            word(part, "eq"),
            word(part, "ne").or(() -> word(part, "not_eq")),
            words(part, "any").or(() -> words(part, "in_")),
            words(part, "all"),
            words(part, "not_in").or(() -> words(part, "none")),
            word(part, "startswith"));
    if (filter.eq.isPresent() && filter.ne.isPresent()) {
      refuse(part, "ne", "eq and ne cannot both be set");
    }
    if (filter.any.isPresent() && filter.all.isPresent()) {
      refuse(part, "all", "any and all cannot both be set");
    }
    if (filter.startsWith.isPresent() && part.names().stream().filter(part::has).count() > 1) {
      refuse(part, "startswith", "startswith cannot be set with anything else");
    }
    return filter;
  }

  /// The same, where a word may stand for a filter by it alone, and a list for one of its words.
  static Optional<TagFilter> plainOrRead(Part part, String name) {
    boolean word = part.given(name).filter(JsonNode::isString).isPresent();
    if (word) {
      return word(part, name).map(TagFilter::of);
    }
    boolean list = part.given(name).filter(JsonNode::isArray).isPresent();
    return list ? words(part, name).map(TagFilter::anyOf) : part.object(name).map(TagFilter::read);
  }

  private static TagFilter anyOf(List<String> words) {
    return new TagFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.of(words),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static void refuse(Part part, String name, String why) {
    part.wrong(Problems.value(part.at(name), why), Optional.empty());
  }

  private static Optional<String> word(Part part, String name) {
    Optional<String> word = part.text(name, MAX_WORD_BYTES);
    if (word.isPresent() && word.get().isEmpty()) {
      part.wrong(Problems.empty(part.at(name), part.given(name).orElseThrow()), "");
    }
    return word;
  }

  private static Optional<List<String>> words(Part part, String name) {
    Optional<List<String>> words = part.texts(name, MAX_WORDS, MAX_WORD_BYTES);
    if (words.isPresent() && words.get().isEmpty()) {
      refuse(part, name, name + " cannot be an empty list");
    }
    return words;
  }

  /// Whether `words` meet all of this.
  public boolean fits(List<String> words) {
    return eq.stream().allMatch(words::contains)
        && ne.stream().noneMatch(words::contains)
        && any.stream().allMatch(wanted -> wanted.stream().anyMatch(words::contains))
        && all.stream().allMatch(words::containsAll)
        && notIn.stream().allMatch(unwanted -> unwanted.stream().noneMatch(words::contains))
        && startsWith.stream()
            .allMatch(start -> words.stream().anyMatch(word -> word.startsWith(start)));
  }

  /// The filter as it is sent.
  public ObjectNode json() {
    ObjectNode node = Json.object();
    eq.ifPresent(word -> node.put("eq", word));
    ne.ifPresent(word -> node.put("ne", word));
    any.ifPresent(words -> node.set("any", Attributes.array(words)));
    all.ifPresent(words -> node.set("all", Attributes.array(words)));
    notIn.ifPresent(words -> node.set("not_in", Attributes.array(words)));
    startsWith.ifPresent(word -> node.put("startswith", word));
    return node;
  }
}
