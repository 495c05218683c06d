package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.memory.ExtractiveAnswerer;
import dev.memwarden.memory.llm.LlmExtractor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlmConfigurationTest {
  private static final Map<String, String> COMPLETE =
      Map.of(
          "MEMWARDEN_LLM_BASE_URL", "https://models.example/v1",
          "MEMWARDEN_LLM_API_KEY", "sesame",
          "MEMWARDEN_LLM_MODEL", "small");

  @TempDir Path folder;

  @Test
  void nothing_said_means_no_model() {
    assertThat(read(Map.of())).isEmpty();
    try (Inference inference =
        Inference.of(Optional.empty(), new Random(1), InstantSource.fixed(Instant.EPOCH))) {
      assertThat(inference.answerer().mode()).isEqualTo(ExtractiveAnswerer.MODE);
      assertThat(inference.extractor().appetite()).isZero();
    }
  }

  @Test
  void three_settings_make_a_model() {
    LlmConfiguration config = read(COMPLETE).orElseThrow();

    assertThat(config.endpoint()).hasToString("Endpoint[https://models.example/v1 small]");
    assertThat(config.limits().maxDuration()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.options().streaming()).isFalse();
    assertThat(config.toString()).doesNotContain("sesame");
    try (Inference inference =
        Inference.of(Optional.of(config), new Random(1), InstantSource.fixed(Instant.EPOCH))) {
      assertThat(inference.answerer().mode()).isEqualTo("llm");
      assertThat(inference.extractor()).isInstanceOf(LlmExtractor.class);
    }
  }

  @Test
  void streaming_and_time_can_be_chosen() {
    LlmConfiguration config =
        read(with(Map.of("MEMWARDEN_LLM_STREAM", "true", "MEMWARDEN_LLM_TIMEOUT", "45s")))
            .orElseThrow();

    assertThat(config.options().streaming()).isTrue();
    assertThat(config.limits().maxDuration()).isEqualTo(Duration.ofSeconds(45));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MEMWARDEN_LLM_BASE_URL | models.example           | llm.base-url
          MEMWARDEN_LLM_BASE_URL | http://models.example/v1 | llm.base-url
          MEMWARDEN_LLM_BASE_URL | ''                       | llm.api-key
          MEMWARDEN_LLM_MODEL    | ''                       | llm.model
          MEMWARDEN_LLM_TIMEOUT  | 46s                      | llm.timeout
          MEMWARDEN_LLM_TIMEOUT  | soon                     | llm.timeout
          MEMWARDEN_LLM_STREAM   | yes                      | llm.stream
          """)
  void what_makes_no_sense_stops_the_start(String name, String value, String key) {
    Map<String, String> environment = with(Map.of(name, value));

    assertThatThrownBy(() -> read(environment))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(key + " (")
        .hasMessageNotContaining("sesame");
  }

  @Test
  void plain_http_elsewhere_must_be_allowed() {
    assertThat(
            read(
                with(
                    Map.of(
                        "MEMWARDEN_LLM_BASE_URL", "http://models.example/v1",
                        "MEMWARDEN_LLM_ALLOW_HTTP", "true"))))
        .isPresent();
  }

  private static Map<String, String> with(Map<String, String> others) {
    Map<String, String> environment = new HashMap<>(COMPLETE);
    environment.putAll(others);
    return environment;
  }

  private Optional<LlmConfiguration> read(Map<String, String> environment) {
    return LlmConfiguration.of(Settings.read(new SettingSources(Map.of(), environment, folder)));
  }
}
