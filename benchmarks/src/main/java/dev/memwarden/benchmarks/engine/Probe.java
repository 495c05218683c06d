package dev.memwarden.benchmarks.engine;

import dev.memwarden.auth.Allow;
import dev.memwarden.benchmarks.Latencies;
import dev.memwarden.benchmarks.Permissions;
import dev.memwarden.benchmarks.engine.Glosses.Gloss;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Hit;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.MemoryIndex.Ranked;
import dev.memwarden.memory.Outcome;
import dev.memwarden.memory.Question;
import dev.memwarden.memory.Ranking;
import dev.memwarden.stores.Stores;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// Asks what is asked at every size: how long it takes, and whether the right ones are found.
final class Probe {

  /// How many hits are asked for.
  private static final int LIMIT = 10;

  /// Stands for everybody where an owner is asked for.
  static final int EVERYBODY = -1;

  private final Corpus corpus;
  private final Stores stores;
  private final Permissions permissions;

  Probe(Corpus corpus, Stores stores, Permissions permissions) {
    this.corpus = corpus;
    this.stores = stores;
    this.permissions = permissions;
  }

  /// @param times one per search
  /// @param found share of the searches that had the memory in the hits that was asked for
  record Searched(Latencies times, double found) {}

  /// Who asks the question of this number: whoever remembers the answer.
  int owner(int number) {
    return corpus.owner(corpus.known().number(corpus.asked(number).text()));
  }

  /// Searches one after the other; the first fifth only warms up.
  ///
  /// @param askers whose memories are searched for the question of a number, or [#EVERYBODY]
  Searched search(MemoryEngine engine, int count, IntFunction<Integer> askers) {
    Latencies times = new Latencies();
    int found = 0;
    for (int i = -count / 5; i < count; i++) {
      int number = Math.abs(i);
      Gloss asked = corpus.asked(number);
      Allow allow = allow(askers.apply(number));
      long start = System.nanoTime();
      List<Hit> hits = engine.search(allow, asked.question(), LIMIT);
      if (i >= 0) {
        times.add(System.nanoTime() - start);
        found += hits.stream().anyMatch(hit -> hit.memory().text().equals(asked.text())) ? 1 : 0;
      }
    }
    return new Searched(times, (double) found / count);
  }

  /// Searches right after a write of the same user, which must be among what is searched; then
  /// removes what was written.
  Latencies searchAfterWrite(MemoryEngine engine, Growth growth, int firstSpare, int count) {
    Latencies times = new Latencies();
    for (int i = 0; i < count; i++) {
      int spare = firstSpare + i % Corpus.SPARE;
      int owner = corpus.owner(spare);
      Outcome added = growth.add(engine, spare);
      Allow allow = permissions.own(owner);
      long start = System.nanoTime();
      List<Hit> _ = engine.search(allow, corpus.asked(i).question(), LIMIT);
      times.add(System.nanoTime() - start);
      engine.delete(permissions.own(owner), added.effects().getFirst().memory().id());
    }
    return times;
  }

  /// What share of the ten nearest by comparison with all the index finds by meaning alone.
  ///
  /// @param size how many memories there are
  double recall(int size, int count, IntFunction<Integer> askers) {
    double sum = 0;
    int asked = 0;
    for (int i = 0; i < count; i++) {
      Embedding meaning = corpus.known().embedQuery(corpus.asked(i).question());
      int owner = askers.apply(i);
      List<Integer> nearest = corpus.nearest(meaning.vector(), owner, size, LIMIT);
      Allow allow = allow(owner);
      var question =
          new Question(
              "", Optional.of(meaning), Ranking.MEANING, Kind.MEMORY, Optional.empty(), LIMIT);
      List<Ranked> ranking = stores.index().search(allow, question);
      Set<Integer> found =
          stores.memories().read(allow, ranking.stream().map(Ranked::row).toList()).stream()
              .map(Memory::text)
              .map(corpus.known()::number)
              .collect(Collectors.toSet());
      if (!nearest.isEmpty()) {
        sum += (double) nearest.stream().filter(found::contains).count() / nearest.size();
        asked++;
      }
    }
    return asked == 0 ? Double.NaN : sum / asked;
  }

  private Allow allow(int owner) {
    return owner == EVERYBODY ? permissions.everybody() : permissions.own(owner);
  }
}
