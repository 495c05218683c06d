package dev.memwarden.memory.llm;

import dev.memwarden.memory.llm.LanguageModelUnavailableException.Reason;
import java.util.Optional;
import java.util.function.Function;

/// Asks a model until its answer makes sense: once, and once more with the objection that it did
/// not.
final class Inquiry {
  private static final String OBJECTION =
      "That is not the JSON object that the instructions ask for. Answer again, with it alone.";

  /// How much of a wrong answer is shown to the model again, in UTF-16 characters.
  private static final int MAX_REPEATED = 4_000;

  private Inquiry() {}

  /// @param read makes sense of an answer; empty if it makes none
  /// @throws LanguageModelUnavailableException if there is none in the end
  static <T> T ask(
      LanguageModel model, Prompt prompt, Budget budget, Function<String, Optional<T>> read) {
    String answer = model.complete(prompt, budget).text();
    return read.apply(answer)
        .or(() ->
            read.apply(
                model.complete(prompt.continued(repeated(answer), OBJECTION), budget).text()))
        .orElseThrow(() ->
            new LanguageModelUnavailableException(Reason.USELESS, "twice not what was asked for"));
  }

  private static String repeated(String answer) {
    return answer.length() <= MAX_REPEATED ? answer : answer.substring(0, MAX_REPEATED) + "…";
  }
}
