package dev.memwarden.memory.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same answer in the forms in which servers of this protocol give it: fields that only one of
/// them knows, events without choices, comments, other line ends. One file each, under `answers`.
class AnswersOfServersTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final OpenAiModel.Options OPTIONS =
      new OpenAiModel.Options(Duration.ofSeconds(2), Duration.ofSeconds(30), 64 * 1024, false);

  @ParameterizedTest
  @ValueSource(
      strings = {"openai.json", "azure.json", "ollama.json", "vllm.json", "llama-cpp.json"})
  void documents(String file) {
    assertThat(answer("application/json", text(file), OPTIONS))
        .isEqualTo(new Completion("You play tennis.", 9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai.sse", "azure.sse", "openrouter.sse", "ollama.sse"})
  void streams(String file) {
    assertThat(answer("text/event-stream", text(file), OPTIONS.streaming(true)))
        .isEqualTo(new Completion("You play tennis.", 9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r"})
  void streams_with_other_line_ends(String lineEnd) {
    String events = text("ollama.sse").replace("\n", lineEnd);

    assertThat(answer("text/event-stream", events, OPTIONS.streaming(true)))
        .isEqualTo(new Completion("You play tennis.", 9));
  }

  private static Completion answer(String type, String body, OpenAiModel.Options options) {
    try (var peer = new ModelPeer().answering(ModelPeer.document(type, body));
        var model =
            new OpenAiModel(
                Endpoint.of(peer.url(), Optional.empty(), "small", false),
                options,
                new Random(1),
                CLOCK,
                _ -> {})) {
      return model.complete(
          Prompt.of("Be brief.", "Which sport?"), new Budget(Budget.Limits.DEFAULT, CLOCK));
    }
  }

  private static String text(String file) {
    try (InputStream in = AnswersOfServersTest.class.getResourceAsStream("answers/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
