package dev.memwarden.memory.llm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Instructions, kept as numbered files beside this class: a change of words is a new version, so
/// that results can be compared and told apart.
final class PromptText {
  private PromptText() {}

  /// The text of one version, such as `extract-v1.txt`.
  ///
  /// @throws IllegalArgumentException if there is no such version
  static String of(String name) {
    try (InputStream file = PromptText.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalArgumentException("no prompt " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
