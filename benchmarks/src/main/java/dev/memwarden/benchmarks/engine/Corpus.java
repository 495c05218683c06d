package dev.memwarden.benchmarks.engine;

import dev.memwarden.benchmarks.engine.Glosses.Gloss;
import dev.memwarden.memory.Embedder;
import dev.memwarden.memory.Embedding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What is remembered by whom, and what is asked for; the same in every run.
///
/// The first user has three in ten of all memories, more than the index compares one by one; the
/// others share the rest evenly.
final class Corpus {

  /// Whose memories are many.
  static final int HEAVY = 0;

  private static final int TENTHS_OF_HEAVY = 3;

  private final List<Gloss> glosses;
  private final int users;
  private final List<Integer> owners = new ArrayList<>();
  private final Vectors vectors;
  private final KnownTexts known;
  private final List<Gloss> asked;

  /// @param size how many memories there will be; what WordNet has beyond is spare
  /// @param questions how many different questions to prepare for each size
  Corpus(Path wordnet, Path cache, Embedder model, int users, List<Integer> sizes, int questions)
      throws IOException {
    this.glosses = Glosses.read(wordnet);
    this.users = users;
    if (glosses.size() <= sizes.getLast()) {
      throw new IllegalArgumentException("WordNet has only " + glosses.size() + " texts");
    }
    List<String> texts = glosses.stream().map(Gloss::text).limit(sizes.getLast() + SPARE).toList();
    for (int i = 0; i < texts.size(); i++) {
      owners.add(i % 10 < TENTHS_OF_HEAVY ? HEAVY : 1 + i % (users - 1));
    }
    this.vectors = Vectors.of(texts, cache, model);
    this.asked = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < questions; i++) {
      asked.add(glosses.get(random.nextInt(sizes.getFirst())));
    }
    Map<String, Embedding> meanings = new HashMap<>();
    for (Gloss gloss : asked) {
      meanings.computeIfAbsent(gloss.question(), model::embedQuery);
    }
    this.known = new KnownTexts(texts, vectors, meanings);
  }

  /// Texts beyond the largest size, to be written and removed again.
  static final int SPARE = 1_000;

  int users() {
    return users;
  }

  String text(int number) {
    return glosses.get(number).text();
  }

  /// Who remembers the text of this number.
  int owner(int number) {
    return owners.get(number);
  }

  /// One of the prepared questions; asks for a memory that is there at every size.
  Gloss asked(int number) {
    return asked.get(number % asked.size());
  }

  KnownTexts known() {
    return known;
  }

  /// The numbers of the `count` nearest among the first `size` texts, compared one by one.
  ///
  /// @param owner whose; below 0 for everybody's
  List<Integer> nearest(float[] wanted, int owner, int size, int count) {
    List<Integer> best = new ArrayList<>();
    List<Float> scores = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (owner >= 0 && owners.get(i) != owner) {
        continue;
      }
      float score = vectors.dot(wanted, i);
      int at = scores.size();
      while (at > 0 && scores.get(at - 1) < score) {
        at--;
      }
      if (at < count) {
        best.add(at, i);
        scores.add(at, score);
        if (best.size() > count) {
          best.removeLast();
          scores.removeLast();
        }
      }
    }
    return best;
  }
}
