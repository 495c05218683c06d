package dev.memwarden.stores.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Place;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Kind;
import dev.memwarden.stores.RandomReaches;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReachQueryTest {
  private static final List<Place> PLACES = RandomReaches.places();
  private static Directory directory;
  private static DirectoryReader reader;

  @BeforeAll
  static void everywhere_is_something() throws IOException {
    IndexSearcher.setMaxClauseCount(1 << 20);
    directory = new ByteBuffersDirectory();
    Analyzer analyzer = Fields.analyzer();
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
      for (int row = 0; row < PLACES.size(); row++) {
        var item = indexed(row, Kind.MEMORY);
        assertThat(writer.addDocument(Fields.document(item, analyzer, true))).isPositive();
        var other = indexed(row, Kind.MESSAGE);
        assertThat(writer.addDocument(Fields.document(other, analyzer, true))).isPositive();
        if (row % 100 == 0) {
          assertThat(writer.commit()).isPositive(); // several segments
        }
      }
    }
    reader = DirectoryReader.open(directory);
  }

  private static IndexSource.Indexed indexed(int row, Kind kind) {
    return new IndexSource.Indexed(row, kind, PLACES.get(row), "text", "m", new float[] {1, 0});
  }

  @AfterAll
  static void close() throws IOException {
    reader.close();
    directory.close();
  }

  private static List<Place> selected(Reach reach) throws IOException {
    List<Place> places = new ArrayList<>();
    for (Within.Leaf leaf :
        Within.of(new IndexSearcher(reader), ReachQuery.of(reach, Kind.MEMORY)).leaves()) {
      for (long row : Words.numbers(leaf, Fields.ROW)) {
        places.add(PLACES.get((int) row));
      }
    }
    return places;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.memwarden.stores.RandomReaches#seeds")
  void the_query_matches_exactly_what_the_reach_contains(long seed) throws IOException {
    Reach reach = RandomReaches.any(new Random(seed));

    assertThat(selected(reach))
        .containsExactlyInAnyOrderElementsOf(PLACES.stream().filter(reach::contains).toList());
  }

  @Test
  void nowhere_matches_nothing() throws IOException {
    assertThat(selected(Reach.NOWHERE)).isEmpty();
  }

  @Test
  void thousands_of_boxes_and_holes_are_no_problem() throws IOException {
    Reach reach = RandomReaches.wide();

    assertThat(selected(reach))
        .containsExactlyInAnyOrderElementsOf(PLACES.stream().filter(reach::contains).toList())
        .isNotEmpty();
  }
}
