package dev.memwarden.memory.llm;

import dev.memwarden.memory.Message;
import dev.memwarden.memory.Summarizer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lets a language model sum up a conversation. Without a usable answer there is no summary.
public final class LlmSummarizer implements Summarizer {
  private static final Logger LOG = LoggerFactory.getLogger(LlmSummarizer.class);

  /// How much of a conversation one summary is made of, in UTF-16 characters: the end of it.
  private static final int MAX_SAID = 120_000;

  /// Longest summary, and how much of the one before is read, in UTF-16 characters.
  private static final int MAX_SUMMARY = 8_000;

  private final LanguageModel model;
  private final Budget.Limits limits;
  private final InstantSource clock;
  private final String instructions = PromptText.of("summary-v1.txt");

  /// @param limits of each summary
  /// @param clock measures them
  public LlmSummarizer(LanguageModel model, Budget.Limits limits, InstantSource clock) {
    this.model = model;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public Optional<String> summarize(String before, List<Message> said) {
    try {
      return Optional.of(
          Inquiry.ask(
              model,
              Prompt.of(instructions, data(before, said)),
              new Budget(limits, clock),
              LlmSummarizer::read));
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
    for (Message message : latest(said)) {
      conversation.add(
          ModelJson.object().put("role", message.role()).put("content", message.content()));
    }
    return ModelJson.data(data);
  }

  private static List<Message> latest(List<Message> said) {
    List<Message> latest = new ArrayList<>();
    int characters = 0;
    for (Message message : said.reversed()) {
      characters += message.content().length();
      if (characters > MAX_SAID) {
        break;
      }
      latest.addFirst(message);
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
