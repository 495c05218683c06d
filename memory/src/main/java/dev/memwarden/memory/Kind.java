package dev.memwarden.memory;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an item is. Ids are unique per owner and kind, and whoever asks for one kind never gets
/// another.
public enum Kind {
  /// Something worth remembering.
  MEMORY,
  /// One turn of a conversation, as it was said.
  MESSAGE,
  /// What a conversation was about.
  SUMMARY,
  /// A text of a collection. Which collection is the label of its place.
  DOCUMENT;

  /// How it is written where it is stored.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind that is written so; empty for any other word.
  public static Optional<Kind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
