package dev.memwarden.server.dialect.zep;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Whether a search is for likeness alone, or also for variety: `search_type` and `mmr_lambda`.
final class SearchType {
  static final List<String> WORDS = List.of("similarity", "mmr");

  /// What is taken for granted where a client says `mmr` and no more.
  private static final double DEFAULT_LAMBDA = 0.5;

  private SearchType() {}

  /// By how much relevance counts more than variety, from 0 to 1; empty for relevance alone.
  static Optional<Double> read(Reading reading) {
    boolean mmr = reading.word("search_type", WORDS).orElse("similarity").equals("mmr");
    double lambda = reading.share("mmr_lambda").orElse(DEFAULT_LAMBDA);
    return mmr ? Optional.of(lambda) : Optional.empty();
  }

  /// As a client sends it.
  static void write(Optional<Double> diversity, ObjectNode body) {
    body.put("search_type", diversity.isPresent() ? "mmr" : "similarity");
    diversity.ifPresent(lambda -> body.put("mmr_lambda", lambda));
  }
}
