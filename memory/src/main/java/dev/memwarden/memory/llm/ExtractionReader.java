package dev.memwarden.memory.llm;

import dev.memwarden.memory.Change;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a model wants to change. An answer of the wrong form is none; in one of the right
/// form, whatever is out of bounds or names what was not given is dropped and counted.
final class ExtractionReader {

  /// Most changes of one answer; a conversation that says more is not what a model makes of it.
  static final int MAX_CHANGES = 32;

  /// Most memories that one conversation makes forgotten: what is deleted does not come back.
  static final int MAX_DELETIONS = 3;

  /// Longest text of a fact, in UTF-16 characters.
  static final int MAX_TEXT = 2_000;

  /// Most relations of one fact.
  static final int MAX_RELATIONS = 8;

  /// Longest end of a relation, in UTF-16 characters.
  static final int MAX_END = 120;

  private final String owner;
  private final Aliases<Memory> known;
  private final List<Change> changes = new ArrayList<>();
  private int deletions;
  private int dropped;

  private ExtractionReader(String owner, List<Memory> known) {
    this.owner = owner;
    this.known = new Aliases<>(known);
  }

  /// What an answer says.
  ///
  /// @param dropped how many of its parts were not taken
  record Answer(List<Change> changes, int dropped) {}

  /// @param owner stands for `user` in relations
  /// @param known what the answer may name, in the order of the prompt
  /// @return empty if the answer is not of the form that was asked for, or nothing in it was to be
  ///   taken
  static Optional<Answer> read(String answer, String owner, List<Memory> known) {
    return ModelJson.read(answer, Set.of("changes"))
        .map(object -> object.get("changes"))
        .filter(list -> list.isArray() && list.size() <= MAX_CHANGES)
        .flatMap(list -> new ExtractionReader(owner, known).all(list));
  }

  private Optional<Answer> all(JsonNode list) {
    for (JsonNode node : list) {
      if (!(node instanceof ObjectNode change) || !read(change)) {
        return Optional.empty();
      }
    }
    return changes.isEmpty() && dropped > 0
        ? Optional.empty()
        : Optional.of(new Answer(changes, dropped));
  }

  private boolean read(ObjectNode change) {
    switch (change.path("event").asString("")) {
      case "ADD" -> {
        return fact(change, (text, relations) -> Optional.of(new Change.Add(text, relations)));
      }
      case "UPDATE" -> {
        return fact(
            change, (text, relations) -> named(change).map(one -> update(one, text, relations)));
      }
      case "DELETE" ->
          take(named(change).filter(_ -> ++deletions <= MAX_DELETIONS).map(Change.Delete::new));
      case "NONE" -> take(named(change).map(Change.Keep::new));
      default -> {
        return false;
      }
    }
    return true;
  }

  private interface Fact {
    Optional<Change> of(String text, List<Relation> relations);
  }

  private boolean fact(ObjectNode change, Fact fact) {
    JsonNode text = change.path("text");
    JsonNode relations = change.path("relations");
    if (!text.isString() || !(relations.isArray() || relations.isMissingNode())) {
      return false;
    }
    String said = text.stringValue().strip();
    take(isText(said, MAX_TEXT) ? fact.of(said, relations(relations)) : Optional.<Change>empty());
    return true;
  }

  private static Change update(Memory known, String text, List<Relation> relations) {
    return text.equals(known.text().strip())
        ? new Change.Keep(known)
        : new Change.Update(known, text, relations);
  }

  private Optional<Memory> named(ObjectNode change) {
    JsonNode id = change.path("id");
    return id.isString() ? known.take(id.stringValue()) : Optional.empty();
  }

  private void take(Optional<? extends Change> change) {
    change.ifPresentOrElse(changes::add, () -> dropped++);
  }

  private List<Relation> relations(JsonNode list) {
    List<Relation> relations = new ArrayList<>();
    for (JsonNode node : list) {
      Optional<Relation> relation = relation(node);
      if (relation.isPresent() && relations.size() < MAX_RELATIONS) {
        relations.add(relation.get());
      } else {
        dropped++;
      }
    }
    return relations;
  }

  private Optional<Relation> relation(JsonNode node) {
    String source = node.path("source").asString("").strip();
    String target = node.path("target").asString("").strip();
    String relationship =
        node.path("relationship")
            .asString("")
            .strip()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[\\s-]+", "_");
    return isText(source, MAX_END)
            && isText(target, MAX_END)
            && relationship.matches("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}0-9_]{0,63}")
        ? Optional.of(new Relation(named(source), relationship, named(target)))
        : Optional.empty();
  }

  private String named(String end) {
    return end.equalsIgnoreCase("user") ? owner : end;
  }

  // Half a surrogate pair would come back from the store as something else.
  private static boolean isText(String text, int longest) {
    return !text.isEmpty()
        && text.length() <= longest
        && text.codePoints()
            .noneMatch(c ->
                (Character.isISOControl(c) && c != '\n' && c != '\t')
                    || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }
}
