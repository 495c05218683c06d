package dev.memwarden.server;

import java.util.List;
import java.util.Optional;

/// What the value of a [Setting] is like, and where else it may be found.
enum SettingKind {
  PLAIN,
  /// JSON, or more than one value or list in the file.
  STRUCTURE,
  /// With a file for each of its names.
  SECRET,
  /// Whose file is a setting of its own.
  SECRET_ALONE,
  /// What opens the place where other secrets are.
  OPENER;

  private static final String FILE_NAME = "_FILE";
  private static final String FILE_KEY = "-file";

  /// Whether such a value is never shown.
  boolean isSecret() {
    return this != PLAIN && this != STRUCTURE;
  }

  /// Whether such a value may be a reference to where it is kept.
  boolean mayBeElsewhere() {
    return this == SECRET || this == SECRET_ALONE;
  }

  /// Names that hold the path of a file with the value that `names` would hold.
  List<String> fileNames(List<String> names) {
    return hasFile() ? names.stream().map(name -> name + FILE_NAME).toList() : List.of();
  }

  /// The key of such a path, beside `key`.
  Optional<String> fileKey(String key) {
    return hasFile() ? Optional.of(key + FILE_KEY) : Optional.empty();
  }

  private boolean hasFile() {
    return this == SECRET || this == OPENER;
  }
}
