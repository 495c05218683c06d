package dev.memwarden.stores.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// The documents in reach, segment by segment: all that a search may look at.
///
/// @param size how many there are in all
record Within(List<Leaf> leaves, int size) {

  /// @param docs numbers inside the segment, ascending
  record Leaf(LeafReaderContext context, int[] docs) {}

  static Within of(IndexSearcher searcher, Query reach) throws IOException {
    Weight weight = searcher.createWeight(searcher.rewrite(reach), ScoreMode.COMPLETE_NO_SCORES, 1);
    List<Leaf> leaves = new ArrayList<>();
    int size = 0;
    for (LeafReaderContext context : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(context);
      if (scorer != null) {
        int[] docs = collect(scorer.iterator(), context.reader().getLiveDocs());
        if (docs.length > 0) {
          leaves.add(new Leaf(context, docs));
          size += docs.length;
        }
      }
    }
    return new Within(List.copyOf(leaves), size);
  }

  // Lucene has null for "nothing was deleted".
  private static int[] collect(DocIdSetIterator matching, @Nullable Bits live) throws IOException {
    int[] docs = new int[64];
    int size = 0;
    for (int doc = matching.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = matching.nextDoc()) {
      if (live == null || live.get(doc)) {
        docs = ArrayUtil.grow(docs, size + 1);
        docs[size++] = doc;
      }
    }
    return Arrays.copyOf(docs, size);
  }
}
