package dev.memwarden.memory.llm;

import dev.memwarden.memory.Extraction;
import dev.memwarden.memory.Extractor;
import dev.memwarden.memory.Fallback;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Message;
import dev.memwarden.memory.VerbatimExtractor;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lets a language model decide what of a conversation is new, changes what is known, makes it
/// wrong, or is known already. Without a usable answer it remembers as [VerbatimExtractor] does,
/// and says so.
public final class LlmExtractor implements Extractor {
  private static final Logger LOG = LoggerFactory.getLogger(LlmExtractor.class);

  private static final int APPETITE = 10;

  private final LanguageModel model;
  private final Budget.Limits limits;
  private final InstantSource clock;
  private final Extractor otherwise = new VerbatimExtractor();
  private final String instructions = PromptText.of("extract-v1.txt");

  /// @param limits of each conversation
  /// @param clock measures them
  public LlmExtractor(LanguageModel model, Budget.Limits limits, InstantSource clock) {
    this.model = model;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public int appetite() {
    return APPETITE;
  }

  @Override
  public Extraction extract(String owner, List<Message> conversation, List<Memory> known) {
    if (conversation.stream()
        .noneMatch(message -> message.isFromUser() && !message.content().isBlank())) {
      return Extraction.of(List.of());
    }
    // A story is nothing that a sentence could complete or correct.
    List<Memory> facts =
        known.stream()
            .filter(memory -> memory.text().length() <= ExtractionReader.MAX_TEXT)
            .limit(APPETITE)
            .toList();
    try {
      ExtractionReader.Answer answer =
          Inquiry.ask(
              model,
              Prompt.of(instructions, data(conversation, facts)),
              new Budget(limits, clock),
              text -> ExtractionReader.read(text, owner, facts));
      if (answer.dropped() > 0) {
        LOG.warn("dropped {} parts of a language model's extraction", answer.dropped());
      }
      return Extraction.of(answer.changes());
    } catch (LanguageModelUnavailableException e) {
      LOG.warn("remembering as said, since {}", e.getMessage());
      return new Extraction(
          otherwise.extract(owner, conversation, known).changes(),
          Optional.of(
              new Fallback(
                  VerbatimExtractor.MODE, "Remembered as said: " + e.reason().sentence() + ".")));
    }
  }

  private static String data(List<Message> conversation, List<Memory> known) {
    ArrayNode said = ModelJson.array();
    for (Message message : conversation) {
      if (message.isFromUser() || message.isFromAssistant()) {
        said.add(ModelJson.object().put("role", message.role()).put("content", message.content()));
      }
    }
    ObjectNode data = ModelJson.object();
    data.set("known", Aliases.list(known, Memory::text));
    data.set("conversation", said);
    return ModelJson.data(data);
  }
}
