package dev.memwarden.server;

import dev.memwarden.memory.Answerer;
import dev.memwarden.memory.ExtractiveAnswerer;
import dev.memwarden.memory.Extractor;
import dev.memwarden.memory.Summarizer;
import dev.memwarden.memory.VerbatimExtractor;
import dev.memwarden.memory.llm.LlmAnswerer;
import dev.memwarden.memory.llm.LlmExtractor;
import dev.memwarden.memory.llm.LlmSummarizer;
import dev.memwarden.memory.llm.OpenAiModel;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What finds memories in conversations and answers from them: a language model if one is
/// configured, rules otherwise.
///
/// @param summarizer empty without a language model
record Inference(
    Extractor extractor,
    Answerer answerer,
    Optional<Summarizer> summarizer,
    Optional<OpenAiModel> model)
    implements AutoCloseable {

  /// @param random spreads the pauses between tries
  static Inference of(Optional<LlmConfiguration> llm, RandomGenerator random, InstantSource clock) {
    if (llm.isEmpty()) {
      return new Inference(
          new VerbatimExtractor(), new ExtractiveAnswerer(), Optional.empty(), Optional.empty());
    }
    LlmConfiguration config = llm.get();
    OpenAiModel model =
        new OpenAiModel(config.endpoint(), config.options(), random, clock, Thread::sleep);
    return new Inference(
        new LlmExtractor(model, config.limits(), clock),
        new LlmAnswerer(model, config.limits(), clock),
        Optional.of(new LlmSummarizer(model, config.limits(), clock)),
        Optional.of(model));
  }

  /// Hangs up on the language model.
  @Override
  public void close() {
    model.ifPresent(OpenAiModel::close);
  }
}
