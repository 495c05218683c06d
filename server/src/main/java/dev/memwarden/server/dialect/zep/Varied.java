package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Allow;
import dev.memwarden.memory.Embedded;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Hit;
import dev.memwarden.memory.MarginalRelevance;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Selection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A search that weighs variety against relevance (`mmr`).
final class Varied {

  /// How many candidates there are for each result.
  private static final int CANDIDATES = 4;

  /// Fewest candidates: of few, all would be chosen.
  private static final int LEAST = 40;

  private Varied() {}

  /// @param lambda how much relevance counts, from 0 to 1
  static List<Hit> search(
      MemoryEngine engine,
      Allow allow,
      Selection selection,
      Embedding wanted,
      double lambda,
      int limit) {
    List<Hit> candidates =
        engine.nearest(allow, selection, wanted, Math.max(LEAST, CANDIDATES * limit));
    Map<String, Hit> hits = new HashMap<>();
    candidates.forEach(hit -> hits.put(hit.memory().id(), hit));
    List<Embedded> vectors =
        engine.embeddings(allow, candidates.stream().map(Hit::memory).toList());
    return new MarginalRelevance(lambda)
            .pick(
                vectors.stream().map(Embedded::embedding).toList(),
                vectors.stream().map(one -> hits.get(one.memory().id()).score()).toList(),
                limit)
            .stream()
            .map(index -> hits.get(vectors.get(index).memory().id()))
            .toList();
  }
}
