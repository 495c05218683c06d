package dev.memwarden.memory.llm;

import dev.memwarden.memory.Answer;
import dev.memwarden.memory.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads a model's answer to a question. Memories that it was not given were not used.
final class AnswerReader {

  /// Longest answer, in UTF-16 characters.
  static final int MAX_ANSWER = 16_000;

  private AnswerReader() {}

  /// @return empty if the answer is not of the form that was asked for
  static Optional<Answer> read(String answer, List<Hit> hits) {
    return ModelJson.read(answer, Set.of("answer", "used"))
        .flatMap(object -> answer(object.get("answer"), object.get("used"), hits));
  }

  private static Optional<Answer> answer(JsonNode text, JsonNode used, List<Hit> hits) {
    if (!text.isString() || !used.isArray()) {
      return Optional.empty();
    }
    String said = text.stringValue().strip();
    if (said.isEmpty() || said.length() > MAX_ANSWER) {
      return Optional.empty();
    }
    Aliases<Hit> given = new Aliases<>(hits);
    List<Hit> named = new ArrayList<>();
    for (JsonNode name : used) {
      given.take(name.asString("")).ifPresent(named::add);
    }
    named.sort(Comparator.comparingInt(hits::indexOf));
    return Optional.of(new Answer(said, named));
  }
}
