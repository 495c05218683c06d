package dev.memwarden.stores.lucene;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Reach;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.MemoryIndex;
import dev.memwarden.memory.Question;
import dev.memwarden.stores.ranking.Best;
import dev.memwarden.stores.ranking.Fusion;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;

/// A ranking of memories in one Lucene folder, that follows the log of the store.
///
/// **Guarantees**: a search sees every change acknowledged before it began; nothing outside the
/// reach has any influence on its ranks (beyond [Meaning#EXACT] documents in reach: hardly any, as
/// the graph of vectors is shared). **Cost**: linear in the documents in reach.
public final class LuceneIndex implements MemoryIndex, AutoCloseable {
  /// Words of a question beyond these add nothing but time.
  private static final int MAX_WORDS = 256;

  /// Each ranking goes this deep at least, so that the two have something to agree on.
  private static final int MIN_DEPTH = 50;

  // A policy may have more rules than Lucene expects in a query.
  private static final int MAX_CLAUSES = 1 << 20;

  private final Analyzer analyzer;
  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final IndexSource source;
  private final Catching catching;
  private final Follower follower;
  private final SearchPool pool;
  private final String model;
  private final int dimensions;

  private LuceneIndex(
      Analyzer analyzer,
      IndexWriter writer,
      SearcherManager searchers,
      IndexSource source,
      String model,
      int dimensions,
      InstantSource clock) {
    this.analyzer = analyzer;
    this.writer = writer;
    this.directory = writer.getDirectory();
    this.searchers = searchers;
    this.source = source;
    this.model = model;
    this.dimensions = dimensions;
    this.catching = new Catching(writer, searchers, source, analyzer, model, dimensions, clock);
    this.follower = new Follower(() -> searchSide(catching::apply));
    this.pool = new SearchPool(Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 16));
  }

  /// Opens the index in `folder`, makes it anew if it is missing, unreadable or of another origin,
  /// and starts to follow `source`, which it closes in the end, or at once if opening fails.
  ///
  /// @param model id of the model whose vectors are ranked; others are found by words only
  /// @param dimensions length of that model's vectors, at most 1024
  /// @param progress hears of a rebuild, if there is one
  /// @throws StoreUnavailableException if the folder cannot be used or the truth cannot be read
  public static LuceneIndex open(
      Path folder,
      IndexSource source,
      String model,
      int dimensions,
      InstantSource clock,
      IndexProgress progress) {
    IndexSearcher.setMaxClauseCount(MAX_CLAUSES);
    List<Closeable> opened = new ArrayList<>(List.of(source::close));
    try {
      Analyzer analyzer = Fields.analyzer();
      opened.add(analyzer);
      IndexWriter writer = IndexFiles.open(folder, analyzer);
      opened.add(writer.getDirectory());
      opened.add(writer::rollback);
      SearcherManager searchers = new SearcherManager(writer, new SearcherFactory());
      opened.add(searchers);
      LuceneIndex index =
          new LuceneIndex(analyzer, writer, searchers, source, model, dimensions, clock);
      index.catching.start(progress);
      index.follower.start();
      opened.clear(); // from now on the index closes them
      return index;
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot open the index in " + folder, e);
    } finally {
      IOUtils.closeWhileHandlingException(opened.reversed());
    }
  }

  /// Removes the files of an index that nobody has open.
  public static void discard(Path folder) throws IOException {
    IndexFiles.clear(folder);
  }

  /// Makes the index anew from the truth. Searches wait for it.
  ///
  /// @param progress hears how far it is, on another thread than the caller's
  /// @return how many memories are in it
  /// @throws StoreUnavailableException if the truth cannot be read or the index cannot be written;
  ///   the next search tries again
  public long rebuild(IndexProgress progress) {
    return pool.call(() -> catching.renew(progress));
  }

  /// Tells that the log has grown; returns at once.
  public void wake() {
    follower.wake();
  }

  @Override
  public List<Ranked> search(Allow allow, Question question) {
    Reach reach = allow.reach(Action.MEMORY_READ);
    if (question.limit() <= 0) {
      return List.of();
    }
    return pool.call(() -> {
      catching.applyAndShow();
      IndexSearcher searcher = searchers.acquire();
      try {
        return search(searcher, ReachQuery.of(reach, question.kind()), question);
      } finally {
        searchers.release(searcher);
      }
    });
  }

  private List<Ranked> search(IndexSearcher searcher, Query reach, Question question)
      throws IOException {
    Within within = Within.of(searcher, reach);
    if (within.size() == 0) {
      return List.of();
    }
    int limit = question.limit();
    int depth = Math.max(MIN_DEPTH, (int) Math.min(3L * limit, Integer.MAX_VALUE - 1));
    return switch (question.ranking()) {
      case WORDS -> byWords(within, question, limit);
      case MEANING ->
          byMeaning(searcher, reach, within, question, depth).stream().limit(limit).toList();
      case FUSED ->
          Fusion.of(
              List.of(
                  byWords(within, question, depth),
                  byMeaning(searcher, reach, within, question, depth)),
              limit);
    };
  }

  private List<Ranked> byWords(Within within, Question question, int depth) throws IOException {
    List<String> wanted =
        Fields.words(analyzer, question.words()).stream().distinct().limit(MAX_WORDS).toList();
    return Words.rank(within, wanted, new Best(question.among(), depth));
  }

  private List<Ranked> byMeaning(
      IndexSearcher searcher, Query reach, Within within, Question question, int depth)
      throws IOException {
    Optional<float[]> vector =
        question
            .meaning()
            .filter(meaning -> meaning.model().equals(model))
            .map(Embedding::vector)
            .filter(its -> its.length == dimensions && Fields.isDirection(its));
    if (vector.isEmpty()) {
      return List.of();
    }
    // The graph could spend all that it finds on rows that may not be found.
    boolean exact = question.among().isPresent();
    Best best = new Best(question.among(), depth);
    return Meaning.rank(searcher, reach, within, vector.get(), exact, best, depth);
  }

  /// Work with files, wherever it is done.
  @FunctionalInterface
  private interface FileWork {
    void run() throws IOException;
  }

  private static void searchSide(FileWork work) {
    try {
      work.run();
    } catch (IOException | AlreadyClosedException e) {
      throw new StoreUnavailableException("the index cannot be written", e);
    }
  }

  /// Makes what was applied durable and lets go of the folder.
  @Override
  public void close() {
    catching.giveUp();
    follower.close();
    pool.close();
    searchSide(() -> {
      try {
        catching.finish();
      } finally {
        searchers.close();
        writer.close();
        directory.close();
        analyzer.close();
        source.close();
      }
    });
  }
}
