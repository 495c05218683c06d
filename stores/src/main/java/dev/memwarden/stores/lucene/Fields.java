package dev.memwarden.stores.lucene;

import dev.memwarden.auth.Axis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;

/// How an item becomes a document.
final class Fields {
  /// The number of the row, to read.
  static final String ROW = "row";

  /// The number of the row, to find the document that an update replaces.
  static final String KEY = "key";

  static final String KIND = "kind";

  static final String TEXT = "text";

  /// How many words the text has, to judge how much one of them weighs.
  static final String LENGTH = "length";

  static final String VECTOR = "vector";

  /// Grows with each change of what is in a document: an older index is then made anew.
  static final String FORMAT = "2";

  // Neither positions nor norms: words are weighed with statistics of one's own.
  private static final FieldType WORDS = new FieldType();

  static {
    WORDS.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    WORDS.setTokenized(true);
    WORDS.setOmitNorms(true);
    WORDS.freeze();
  }

  private Fields() {}

  static Analyzer analyzer() {
    return new EnglishAnalyzer();
  }

  static Term key(long row) {
    return new Term(KEY, Long.toString(row));
  }

  /// The term of a value, or of none, on an axis. A value starts with `=` and none does not, so
  /// that they cannot meet whatever the value is.
  static Term axis(Axis axis, Optional<String> value) {
    return new Term(axis.word(), value.map(v -> "=" + v).orElse("-"));
  }

  /// @param usable whether the vector is of the model and length that the index is for
  static Document document(IndexSource.Indexed item, Analyzer analyzer, boolean usable)
      throws IOException {
    Document document = new Document();
    document.add(new StringField(KEY, Long.toString(item.row()), Field.Store.NO));
    document.add(new NumericDocValuesField(ROW, item.row()));
    document.add(new StringField(KIND, item.kind().word(), Field.Store.NO));
    for (Axis axis : Axis.values()) {
      Term term = axis(axis, item.place().on(axis));
      document.add(new StringField(term.field(), term.text(), Field.Store.NO));
    }
    document.add(new Field(TEXT, item.text(), WORDS));
    document.add(new NumericDocValuesField(LENGTH, words(analyzer, item.text()).size()));
    if (usable && isDirection(item.vector())) {
      document.add(
          new KnnFloatVectorField(VECTOR, item.vector(), VectorSimilarityFunction.DOT_PRODUCT));
    }
    return document;
  }

  /// The words of a text as the index knows them: stems, without those that say nothing.
  static List<String> words(Analyzer analyzer, String text) throws IOException {
    List<String> words = new ArrayList<>();
    try (TokenStream tokens = analyzer.tokenStream(TEXT, text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        words.add(term.toString());
      }
      tokens.end();
    }
    return words;
  }

  /// Whether a vector points anywhere. Lucene refuses others, and one bad record must not stop the
  /// index for all.
  static boolean isDirection(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    return squares > 0 && Double.isFinite(squares);
  }
}
