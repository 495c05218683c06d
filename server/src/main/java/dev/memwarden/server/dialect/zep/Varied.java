package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Allow;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Hit;
import dev.memwarden.memory.MarginalRelevance;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Selection;
import java.util.List;

/// A search that weighs variety against relevance (`mmr`).
final class Varied {

  /// How many candidates there are for each result.
  private static final int CANDIDATES = 4;

  /// Fewest candidates: of few, all would be chosen.
  private static final int LEAST = 40;

  /// A hit that can be compared with others; one forgotten meanwhile cannot.
  private record Candidate(Hit hit, Embedding embedding) {}

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
    Vectors vectors = Vectors.of(engine, allow, candidates.stream().map(Hit::memory).toList());
    List<Candidate> comparable =
        candidates.stream()
            .flatMap(
                hit -> vectors.of(hit.memory()).stream().map(vector -> new Candidate(hit, vector)))
            .toList();
    return new MarginalRelevance(lambda)
            .pick(
                comparable.stream().map(Candidate::embedding).toList(),
                comparable.stream().map(one -> one.hit().score()).toList(),
                limit)
            .stream()
            .map(index -> comparable.get(index).hit())
            .toList();
  }
}
