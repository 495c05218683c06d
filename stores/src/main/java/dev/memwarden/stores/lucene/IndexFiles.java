package dev.memwarden.stores.lucene;

import dev.memwarden.auth.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder of the index, and what its last commit says about itself.
final class IndexFiles {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFiles.class);
  private static final String APPLIED = "applied";

  /// Buffered before a segment is written; fewer segments are merged less often.
  private static final double BUFFER_MEGABYTES = 64;

  /// Segments below this are merged as if they were as large: some two hundred memories.
  private static final double FLOOR_MEGABYTES = 0.5;

  /// Largest new segment that stays in memory at first.
  private static final double CACHED_MEGABYTES = 8;

  /// Graphs of vectors are built only where a search would visit fewer than all of them: Lucene
  /// expects it to visit this many times the logarithm of the size, so from some 20,000 vectors on.
  /// Smaller segments are compared one by one, and a write costs no graph.
  private static final int GRAPH_THRESHOLD = 2_000;

  private static final KnnVectorsFormat VECTORS =
      new Lucene99HnswVectorsFormat(
          Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
          Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH,
          Lucene99HnswVectorsFormat.DEFAULT_NUM_MERGE_WORKER,
          null,
          GRAPH_THRESHOLD);

  private IndexFiles() {}

  /// Opens the index in `folder`; one that cannot be read is thrown away, as it can be made anew.
  static IndexWriter open(Path folder, Analyzer analyzer) {
    try {
      try {
        return writer(folder, analyzer);
      } catch (IOException | IllegalArgumentException e) {
        LOG.warn("event=index_unreadable folder={} action=rebuild", folder, e);
        clear(folder);
        return writer(folder, analyzer);
      }
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot open the index in " + folder, e);
    }
  }

  private static IndexWriter writer(Path folder, Analyzer analyzer) throws IOException {
    // A search after every write makes a tiny segment each time; those stay in memory until merged
    // or committed. A crash loses only what the log replays.
    Directory directory =
        new NRTCachingDirectory(FSDirectory.open(folder), CACHED_MEGABYTES, 4 * CACHED_MEGABYTES);
    boolean opened = false;
    try {
      IndexWriterConfig config = new IndexWriterConfig(analyzer);
      config.setCommitOnClose(false); // a commit says up to where it goes, so it is made by hand
      config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
      // Packing a segment of one document into one file costs more than making it.
      config.setUseCompoundFile(false);
      // A search that follows a write would otherwise wait until small segments are merged.
      config.setMaxFullFlushMergeWaitMillis(0);
      config.setMergePolicy(merging());
      config.setCodec(
          new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
              return VECTORS;
            }
          });
      IndexWriter writer = new IndexWriter(directory, config);
      opened = true;
      return writer;
    } finally {
      if (!opened) {
        directory.close();
      }
    }
  }

  // Lucene merges whatever is below its floor of 16 MB together again and again; then each tenth
  // search after a write would cause that much to be copied.
  private static MergePolicy merging() {
    TieredMergePolicy policy = new TieredMergePolicy();
    policy.setFloorSegmentMB(FLOOR_MEGABYTES);
    policy.setNoCFSRatio(0);
    return policy;
  }

  static void clear(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /// What an index must have been made from and with, for its documents to be of any use.
  static Map<String, String> origin(IndexSource source, String model, int dimensions) {
    return Map.of(
        "format",
        Fields.FORMAT,
        "store",
        source.id(),
        "model",
        model,
        "dimensions",
        Integer.toString(dimensions));
  }

  /// Up to which change the last commit goes; empty if it is of another origin, or if the log no
  /// longer has what comes after it.
  static Optional<Long> applied(
      IndexWriter writer, Map<String, String> origin, IndexSource source) {
    Map<String, String> data = new HashMap<>();
    Iterable<Map.Entry<String, String>> live = writer.getLiveCommitData();
    if (live == null) {
      return Optional.empty();
    }
    live.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
    String applied = data.remove(APPLIED);
    if (applied == null || !data.equals(origin)) {
      return Optional.empty();
    }
    long seq = Long.parseLong(applied);
    return Optional.of(seq).filter(_ -> source.trimmed() <= seq && seq <= source.last());
  }

  /// Makes everything up to change `applied` durable.
  static void commit(IndexWriter writer, Map<String, String> origin, long applied)
      throws IOException {
    Map<String, String> data = new HashMap<>(origin);
    data.put(APPLIED, Long.toString(applied));
    writer.setLiveCommitData(data.entrySet());
    writer.commit();
  }
}
