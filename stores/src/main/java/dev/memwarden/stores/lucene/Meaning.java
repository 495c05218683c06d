package dev.memwarden.stores.lucene;

import dev.memwarden.memory.MemoryIndex.Ranked;
import dev.memwarden.stores.ranking.Best;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.VectorUtil;

/// Ranks by the angle between vectors.
final class Meaning {
  /// Up to this many documents in reach every one is compared, which takes some 4 ms and misses
  /// nothing; beyond, the graph finds most of the best.
  static final int EXACT = 20_000;

  private Meaning() {}

  /// The nearest rows, best first.
  ///
  /// @param exact whether every one is compared whatever it costs
  static List<Ranked> rank(
      IndexSearcher searcher,
      Query reach,
      Within within,
      float[] wanted,
      boolean exact,
      Best best,
      int limit)
      throws IOException {
    return exact || within.size() <= EXACT
        ? exactly(within, wanted, best)
        : byGraph(searcher, reach, wanted, best, limit);
  }

  static List<Ranked> exactly(Within within, float[] wanted, Best best) throws IOException {
    for (Within.Leaf leaf : within.leaves()) {
      FloatVectorValues vectors = leaf.context().reader().getFloatVectorValues(Fields.VECTOR);
      if (vectors == null) {
        continue;
      }
      DocIndexIterator having = vectors.iterator();
      long[] rows = Words.numbers(leaf, Fields.ROW);
      for (int at = 0; at < rows.length; at++) {
        int doc = leaf.docs()[at];
        if (having.docID() < doc) {
          having.advance(doc);
        }
        if (having.docID() == doc) {
          float[] vector = vectors.vectorValue(having.index());
          best.offer(VectorUtil.dotProduct(wanted, vector), rows[at]);
        }
      }
    }
    return best.rows();
  }

  static List<Ranked> byGraph(
      IndexSearcher searcher, Query reach, float[] wanted, Best best, int limit)
      throws IOException {
    Query nearest = new KnnFloatVectorQuery(Fields.VECTOR, wanted, limit, reach);
    for (ScoreDoc hit : searcher.search(nearest, limit).scoreDocs) {
      List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
      NumericDocValues rows = leaf.reader().getNumericDocValues(Fields.ROW);
      if (rows != null && rows.advanceExact(hit.doc - leaf.docBase)) {
        best.offer(2.0 * hit.score - 1, rows.longValue()); // Lucene's is from 0 to 1
      }
    }
    return best.rows();
  }
}
