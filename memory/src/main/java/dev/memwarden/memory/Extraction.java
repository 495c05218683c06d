package dev.memwarden.memory;

import java.util.List;
import java.util.Optional;

/// What an [Extractor] found.
///
/// @param fallback how it was found, if not as configured
public record Extraction(List<Change> changes, Optional<Fallback> fallback) {
  public Extraction {
    changes = List.copyOf(changes);
  }

  /// Found as configured.
  public static Extraction of(List<? extends Change> changes) {
    return new Extraction(List.copyOf(changes), Optional.empty());
  }
}
