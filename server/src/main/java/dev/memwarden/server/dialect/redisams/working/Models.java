package dev.memwarden.server.dialect.redisams.working;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The language models that clients of this wire name, and how many tokens each can be given, as
/// their makers say.
final class Models {
  private static final int CLAUDE = 200_000;
  private static final String FAMILY = "claude-[a-z0-9.-]{1,57}";
  private static final Pattern CLAUDES = Pattern.compile(FAMILY);

  private static final Map<String, Integer> WINDOWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("gpt-3.5-turbo", 4_096),
              Map.entry("gpt-3.5-turbo-16k", 16_384),
              Map.entry("gpt-4", 8_192),
              Map.entry("gpt-4-32k", 32_768),
              Map.entry("gpt-4o", 128_000),
              Map.entry("gpt-4o-mini", 128_000),
              Map.entry("gpt-4.1", 1_047_576),
              Map.entry("gpt-4.1-mini", 1_047_576),
              Map.entry("gpt-4.1-nano", 1_047_576),
              Map.entry("o1", 200_000),
              Map.entry("o1-mini", 128_000),
              Map.entry("o3-mini", 200_000),
              Map.entry("gpt-5-mini", 400_000),
              Map.entry("gpt-5-nano", 400_000),
              Map.entry("gpt-5.1-chat-latest", 128_000),
              Map.entry("gpt-5.2-chat-latest", 128_000),
              Map.entry("text-embedding-ada-002", 8_191),
              Map.entry("text-embedding-3-small", 8_191),
              Map.entry("text-embedding-3-large", 8_191)));

  /// All names, for the documents: those of the list, and those of the family that has one window
  /// for all.
  static final String PATTERN =
      WINDOWS.keySet().stream()
          .map(name -> name.replace(".", "\\."))
          .collect(Collectors.joining("|", "^(" + FAMILY + "|", ")$"));

  private Models() {}

  /// The window of a model, if it is one that this wire knows.
  static Optional<Integer> window(String name) {
    return CLAUDES.matcher(name).matches()
        ? Optional.of(CLAUDE)
        : Optional.ofNullable(WINDOWS.get(name));
  }
}
