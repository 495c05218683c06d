package dev.memwarden.memory.llm;

import dev.memwarden.memory.Answer;
import dev.memwarden.memory.Answerer;
import dev.memwarden.memory.ExtractiveAnswerer;
import dev.memwarden.memory.Fallback;
import dev.memwarden.memory.Hit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Lets a language model answer from memories. Without a usable answer it quotes them as
/// [ExtractiveAnswerer] does, and says so.
public final class LlmAnswerer implements Answerer {
  private static final Logger LOG = LoggerFactory.getLogger(LlmAnswerer.class);

  /// How much of what is remembered one answer is made of, in UTF-16 characters.
  private static final int MAX_REMEMBERED = 60_000;

  private final LanguageModel model;
  private final Budget.Limits limits;
  private final InstantSource clock;
  private final Answerer otherwise = new ExtractiveAnswerer();
  private final String instructions = PromptText.of("chat-v1.txt");

  /// @param limits of each question
  /// @param clock measures them
  public LlmAnswerer(LanguageModel model, Budget.Limits limits, InstantSource clock) {
    this.model = model;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public int appetite() {
    return otherwise.appetite();
  }

  @Override
  public String mode() {
    return "llm";
  }

  @Override
  public Answer answer(String question, List<Hit> hits) {
    List<Hit> given = fitting(hits);
    try {
      return Inquiry.ask(
          model,
          Prompt.of(instructions, data(question, given)),
          new Budget(limits, clock),
          text -> AnswerReader.read(text, given));
    } catch (LanguageModelUnavailableException e) {
      LOG.warn("answering from quotes, since {}", e.getMessage());
      Answer plain = otherwise.answer(question, hits);
      return new Answer(
          plain.text(),
          plain.used(),
          Optional.of(
              new Fallback(
                  otherwise.mode(), "Answered from quotes: " + e.reason().sentence() + ".")));
    }
  }

  private static List<Hit> fitting(List<Hit> hits) {
    List<Hit> fitting = new ArrayList<>();
    int characters = 0;
    for (Hit hit : hits) {
      characters += hit.memory().text().length();
      if (characters <= MAX_REMEMBERED) {
        fitting.add(hit);
      }
    }
    return fitting;
  }

  private static String data(String question, List<Hit> hits) {
    ObjectNode data = ModelJson.object();
    data.set("memories", Aliases.list(hits, hit -> hit.memory().text()));
    return ModelJson.data(data.put("question", question));
  }
}
