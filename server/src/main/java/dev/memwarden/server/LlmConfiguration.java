package dev.memwarden.server;

import dev.memwarden.memory.llm.Budget;
import dev.memwarden.memory.llm.Endpoint;
import dev.memwarden.memory.llm.OpenAiModel;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// Which language model to use, and how much of it.
///
/// @param limits of each request
public record LlmConfiguration(
    Endpoint endpoint, OpenAiModel.Options options, Budget.Limits limits) {

  /// The language model that is configured, if one is.
  ///
  /// @throws InvalidConfigurationException if it is configured by halves, or wrongly
  public static Optional<LlmConfiguration> of(Settings settings) {
    if (settings.text(Setting.LLM_BASE_URL).isEmpty()) {
      Stream.of(Setting.LLM_API_KEY, Setting.LLM_MODEL)
          .filter(setting -> settings.value(setting).isPresent())
          .findFirst()
          .ifPresent(setting -> {
            throw settings.wrong(setting, "is of no use without " + Setting.LLM_BASE_URL.key());
          });
      return Optional.empty();
    }
    return Optional.of(
        new LlmConfiguration(
            endpoint(settings),
            OpenAiModel.Options.DEFAULT.streaming(settings.flag(Setting.LLM_STREAM).orElse(false)),
            limits(settings)));
  }

  private static Endpoint endpoint(Settings settings) {
    String model = settings.required(Setting.LLM_MODEL);
    try {
      return Endpoint.of(
          settings.required(Setting.LLM_BASE_URL),
          settings.secret(Setting.LLM_API_KEY),
          model,
          settings.flag(Setting.LLM_ALLOW_HTTP).orElse(false));
    } catch (IllegalArgumentException e) {
      throw settings.wrong(Setting.LLM_BASE_URL, String.valueOf(e.getMessage()));
    }
  }

  private static Budget.Limits limits(Settings settings) {
    Duration timeout = settings.duration(Setting.LLM_TIMEOUT);
    try {
      return Budget.Limits.DEFAULT.within(timeout);
    } catch (IllegalArgumentException _) {
      throw settings.wrong(Setting.LLM_TIMEOUT, "must be at most 45s");
    }
  }
}
