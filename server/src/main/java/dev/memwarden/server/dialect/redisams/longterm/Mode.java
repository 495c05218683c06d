package dev.memwarden.server.dialect.redisams.longterm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What makes one memory fit better than another.
public enum Mode {
  /// What it means.
  SEMANTIC,
  /// Which words it has.
  KEYWORD,
  /// Both, weighed against each other.
  HYBRID;

  static final List<String> WORDS = Arrays.stream(values()).map(Mode::word).toList();

  /// The word on the wire.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Mode of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
