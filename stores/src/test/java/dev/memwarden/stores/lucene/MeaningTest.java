package dev.memwarden.stores.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.MemoryIndex.Ranked;
import dev.memwarden.stores.ranking.Best;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

final class MeaningTest {
  private static final int DIMENSIONS = 16;

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return new Embedding("m", vector).vector();
  }

  private static Best best() {
    return new Best(Optional.empty(), 10);
  }

  @Test
  void the_graph_finds_what_comparing_all_finds_and_nothing_out_of_reach() throws IOException {
    Random random = new Random(7);
    Query alices = ReachQuery.of(Reach.of(Box.ofUser("default", "alice")), Kind.MEMORY);
    try (Directory directory = new ByteBuffersDirectory();
        Analyzer analyzer = Fields.analyzer()) {
      try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
        for (int row = 1; row <= 2_000; row++) {
          String user = row % 4 == 0 ? "alice" : "bob";
          var item =
              new IndexSource.Indexed(
                  row, Kind.MEMORY, Place.ofUser("default", user), "text", "m", vector(random));
          assertThat(writer.addDocument(Fields.document(item, analyzer, true))).isPositive();
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        Within within = Within.of(searcher, alices);
        float[] wanted = vector(random);

        List<Ranked> nearest = Meaning.exactly(within, wanted, best());
        List<Long> exact = nearest.stream().map(Ranked::row).toList();
        List<Long> byGraph =
            Meaning.byGraph(searcher, alices, wanted, best(), 10).stream()
                .map(Ranked::row)
                .toList();

        assertThat(within.size()).isEqualTo(500);
        assertThat(exact).hasSize(10).allMatch(row -> row % 4 == 0);
        assertThat(byGraph).hasSize(10).allMatch(row -> row % 4 == 0);
        assertThat(byGraph.stream().filter(exact::contains).count()).isGreaterThanOrEqualTo(9);
      }
    }
  }

  @Test
  void a_vector_without_direction_is_none() {
    assertThat(Fields.isDirection(new float[] {0, 0})).isFalse();
    assertThat(Fields.isDirection(new float[0])).isFalse();
    assertThat(Fields.isDirection(new float[] {Float.NaN, 1})).isFalse();
    assertThat(Fields.isDirection(new float[] {Float.POSITIVE_INFINITY})).isFalse();
    assertThat(Fields.isDirection(new float[] {0, -1})).isTrue();
  }
}
