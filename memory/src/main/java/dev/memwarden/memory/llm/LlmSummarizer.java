package dev.memwarden.memory.llm;

import dev.memwarden.memory.Message;
import dev.memwarden.memory.Summarizer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lets a language model sum up a conversation, or what is remembered. Without a usable answer
/// there is no summary.
public final class LlmSummarizer implements Summarizer {
  private static final Logger LOG = LoggerFactory.getLogger(LlmSummarizer.class);

  /// How much of a conversation or of memories one summary is made of, in UTF-16 characters: the
  /// end of it.
  private static final int MAX_SAID = 120_000;

  /// Longest summary, and how much of the one before or of a wish is read, in UTF-16 characters.
  private static final int MAX_SUMMARY = 8_000;

  private final LanguageModel model;
  private final Budget.Limits limits;
  private final InstantSource clock;
  private final String instructions = PromptText.of("summary-v1.txt");
  private final String digestInstructions = PromptText.of("digest-v1.txt");

  /// @param limits of each summary
  /// @param clock measures them
  public LlmSummarizer(LanguageModel model, Budget.Limits limits, InstantSource clock) {
    this.model = model;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public Optional<String> summarize(String before, List<Message> said) {
    return ask(Prompt.of(instructions, data(before, said)));
  }

  @Override
  public Optional<String> digest(String wish, List<String> remembered) {
    ObjectNode data = ModelJson.object().put("wish", start(wish));
    ArrayNode memories = data.putArray("memories");
    latest(remembered, String::length).forEach(memories::add);
    return ask(Prompt.of(digestInstructions, ModelJson.data(data)));
  }

  private Optional<String> ask(Prompt prompt) {
    try {
      return Optional.of(
          Inquiry.ask(model, prompt, new Budget(limits, clock), LlmSummarizer::read));
    } catch (LanguageModelUnavailableException e) {
      LOG.warn("no summary, since {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<String> read(String answer) {
    return ModelJson.read(answer, Set.of("summary"))
        .map(object -> object.get("summary"))
        .filter(JsonNode::isString)
        .map(text -> text.stringValue().strip())
        .filter(text -> !text.isEmpty() && text.length() <= MAX_SUMMARY && text.indexOf('\0') < 0);
  }

  private static String data(String before, List<Message> said) {
    ObjectNode data = ModelJson.object().put("before", start(before));
    ArrayNode conversation = data.putArray("conversation");
    for (Message message : latest(said, one -> one.content().length())) {
      conversation.add(
          ModelJson.object().put("role", message.role()).put("content", message.content()));
    }
    return ModelJson.data(data);
  }

  private static <T> List<T> latest(List<T> all, ToIntFunction<T> length) {
    List<T> latest = new ArrayList<>();
    int characters = 0;
    for (T one : all.reversed()) {
      characters += length.applyAsInt(one);
      if (characters > MAX_SAID) {
        break;
      }
      latest.addFirst(one);
    }
    return latest;
  }

  private static String start(String text) {
    if (text.length() <= MAX_SUMMARY) {
      return text;
    }
    boolean cuts = Character.isHighSurrogate(text.charAt(MAX_SUMMARY - 1));
    return text.substring(0, cuts ? MAX_SUMMARY - 1 : MAX_SUMMARY);
  }
}
