package dev.memwarden.memory.llm;

import java.util.ArrayList;
import java.util.List;

/// Says what it was told to, one thing after the other, the last one for ever.
final class ScriptedModel implements LanguageModel {
  final List<Prompt> prompts = new ArrayList<>();
  private final List<String> answers;

  ScriptedModel(String... answers) {
    this.answers = List.of(answers);
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public Completion complete(Prompt prompt, Budget budget) {
    budget.charge(prompt);
    prompts.add(prompt);
    return new Completion(answers.get(Math.min(prompts.size(), answers.size()) - 1), 1);
  }
}
