package dev.memwarden.stores.lucene;

import dev.memwarden.memory.MemoryIndex.Ranked;
import dev.memwarden.stores.ranking.Best;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;

/// Ranks by words (Okapi BM25), with all statistics counted inside the reach.
///
/// Lucene's own ranking weighs a word by how many documents of the whole index have it. Then the
/// order of alice's results would tell her which words other people use.
final class Words {
  // The customary parameters (Robertson, Zaragoza 2009): saturation and weight of the length.
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  private Words() {}

  /// Where one word occurs in one segment: positions in [Within.Leaf#docs], and how often.
  private record Hits(int[] at, int[] frequency) {}

  /// The best rows that have at least one of the words, best first.
  static List<Ranked> rank(Within within, List<String> words, Best best) throws IOException {
    List<Hits[]> hits = new ArrayList<>(); // per leaf, per word
    int[] documents = new int[words.size()];
    for (Within.Leaf leaf : within.leaves()) {
      Hits[] inLeaf = new Hits[words.size()];
      for (int word = 0; word < inLeaf.length; word++) {
        inLeaf[word] = find(leaf, words.get(word));
        documents[word] += inLeaf[word].at().length;
      }
      hits.add(inLeaf);
    }
    if (Arrays.stream(documents).sum() == 0) {
      return List.of();
    }
    double[] weights =
        Arrays.stream(documents)
            .mapToDouble(having -> Math.log1p((within.size() - having + 0.5) / (having + 0.5)))
            .toArray();
    return score(within, hits, weights, best);
  }

  private static List<Ranked> score(Within within, List<Hits[]> hits, double[] weights, Best best)
      throws IOException {
    List<long[]> lengths = new ArrayList<>();
    long sum = 0;
    for (Within.Leaf leaf : within.leaves()) {
      long[] inLeaf = numbers(leaf, Fields.LENGTH);
      lengths.add(inLeaf);
      sum += Arrays.stream(inLeaf).sum();
    }
    double average = Math.max(1, (double) sum / within.size());
    for (int i = 0; i < hits.size(); i++) {
      Within.Leaf leaf = within.leaves().get(i);
      double[] scores = new double[leaf.docs().length];
      for (int word = 0; word < weights.length; word++) {
        Hits of = hits.get(i)[word];
        for (int hit = 0; hit < of.at().length; hit++) {
          int at = of.at()[hit];
          double frequency = of.frequency()[hit];
          double norm = K1 * (1 - B + B * lengths.get(i)[at] / average);
          scores[at] += weights[word] * frequency / (frequency + norm);
        }
      }
      offer(best, scores, numbers(leaf, Fields.ROW));
    }
    return best.rows();
  }

  private static void offer(Best best, double[] scores, long[] rows) {
    for (int at = 0; at < scores.length; at++) {
      if (scores[at] > 0) {
        best.offer(scores[at], rows[at]);
      }
    }
  }

  private static Hits find(Within.Leaf leaf, String word) throws IOException {
    int[] docs = leaf.docs();
    int[] at = new int[docs.length];
    int[] frequency = new int[docs.length];
    int size = 0;
    Terms terms = leaf.context().reader().terms(Fields.TEXT);
    if (terms != null) {
      TermsEnum all = terms.iterator();
      if (all.seekExact(new BytesRef(word))) {
        PostingsEnum postings = all.postings(null, PostingsEnum.FREQS);
        int position = 0;
        while (position < docs.length) {
          int doc = postings.docID();
          if (doc < docs[position]) {
            doc = postings.advance(docs[position]);
          }
          if (doc == DocIdSetIterator.NO_MORE_DOCS) {
            break;
          }
          if (doc == docs[position]) {
            at[size] = position;
            frequency[size++] = postings.freq();
            position++;
          } else {
            int found = Arrays.binarySearch(docs, position, docs.length, doc);
            position = found >= 0 ? found : -found - 1;
          }
        }
      }
    }
    return new Hits(Arrays.copyOf(at, size), Arrays.copyOf(frequency, size));
  }

  /// A number of each document in reach; 0 where it has none.
  static long[] numbers(Within.Leaf leaf, String field) throws IOException {
    LeafReader reader = leaf.context().reader();
    NumericDocValues values = reader.getNumericDocValues(field);
    long[] numbers = new long[leaf.docs().length];
    if (values != null) {
      for (int at = 0; at < numbers.length; at++) {
        numbers[at] = values.advanceExact(leaf.docs()[at]) ? values.longValue() : 0;
      }
    }
    return numbers;
  }
}
