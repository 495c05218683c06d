package dev.memwarden.stores.lucene;

import dev.memwarden.auth.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.SearcherManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies the log to the index, one thread at a time, and remembers how far it has come.
final class Catching {
  private static final Logger LOG = LoggerFactory.getLogger(Catching.class);

  /// Changes or items read at once.
  private static final int PAGE = 500;

  /// A commit flushes to disk, which costs tens of milliseconds; without it a start replays.
  private static final int COMMIT_AFTER_CHANGES = 10_000;

  private static final Duration COMMIT_AFTER = Duration.ofSeconds(60);

  private final ReentrantLock lock = new ReentrantLock();
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final IndexSource source;
  private final Analyzer analyzer;
  private final String model;
  private final int dimensions;
  private final InstantSource clock;
  private final Map<String, String> origin;
  private long applied; // these five: guarded by the lock
  private long shown;
  private long committed;
  private Instant committedAt;
  private boolean whole = true;
  private volatile boolean closing;

  Catching(
      IndexWriter writer,
      SearcherManager searchers,
      IndexSource source,
      Analyzer analyzer,
      String model,
      int dimensions,
      InstantSource clock) {
    this.writer = writer;
    this.searchers = searchers;
    this.source = source;
    this.analyzer = analyzer;
    this.model = model;
    this.dimensions = dimensions;
    this.clock = clock;
    this.origin = IndexFiles.origin(source, model, dimensions);
    this.committedAt = clock.instant();
  }

  /// Finds out where the index stands; if it cannot be told, the index is made anew.
  void start(IndexProgress progress) throws IOException {
    lock.lock();
    try {
      Optional<Long> known = IndexFiles.applied(writer, origin, source);
      if (known.isPresent()) {
        applied = known.get();
        shown = applied;
        committed = applied;
      } else {
        rebuild(progress);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Makes the index anew while it is in use; whoever searches waits.
  ///
  /// @return how many items are in it
  long renew(IndexProgress progress) throws IOException {
    lock.lock();
    try {
      return rebuild(progress);
    } finally {
      lock.unlock();
    }
  }

  private long rebuild(IndexProgress progress) throws IOException {
    // Read first: what changes during the rebuild is applied again afterwards, which does no harm.
    long upTo = source.last();
    long total = source.size();
    whole = false;
    writer.deleteAll();
    long done = 0;
    progress.at(done, total);
    List<IndexSource.Indexed> page = source.scan(0, PAGE);
    while (!page.isEmpty()) {
      if (closing) {
        throw new StoreUnavailableException("the index is closed before it is complete");
      }
      for (IndexSource.Indexed item : page) {
        put(item);
      }
      done += page.size();
      progress.at(done, Math.max(done, total)); // more may have been written meanwhile
      page = source.scan(page.getLast().row(), PAGE);
    }
    whole = true;
    applied = upTo;
    if (upTo > 0) {
      LOG.info("event=index_rebuilt memories={} applied={}", done, upTo);
      searchers.maybeRefreshBlocking();
      shown = applied;
      commit();
    }
    return done;
  }

  /// Applies what is new.
  void apply() throws IOException {
    lock.lock();
    try {
      if (!whole) {
        rebuild(IndexProgress.UNSEEN); // one that failed: what there is now is a part
      }
      List<IndexSource.Change> changes = source.after(applied, PAGE);
      while (!changes.isEmpty()) {
        for (IndexSource.Change change : changes) {
          if (change.now().isPresent()) {
            put(change.now().get());
          } else {
            writer.deleteDocuments(Fields.key(change.row()));
          }
          applied = change.seq();
        }
        changes = source.after(applied, PAGE);
      }
      if (isCommitDue()) {
        commit();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Applies what is new and lets searches see it.
  void applyAndShow() throws IOException {
    lock.lock();
    try {
      apply();
      if (shown != applied) {
        searchers.maybeRefreshBlocking();
        shown = applied;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Ends a rebuild that runs, as the index is about to be closed; on the disk it stays as it was.
  void giveUp() {
    closing = true;
  }

  /// Makes durable what was applied, before the index is closed.
  void finish() throws IOException {
    lock.lock();
    try {
      if (!whole) {
        return;
      }
      apply();
      if (applied != committed) {
        commit();
      }
    } finally {
      lock.unlock();
    }
  }

  private void put(IndexSource.Indexed item) throws IOException {
    boolean usable = item.model().equals(model) && item.vector().length == dimensions;
    writer.updateDocument(Fields.key(item.row()), Fields.document(item, analyzer, usable));
  }

  private boolean isCommitDue() {
    return applied - committed >= COMMIT_AFTER_CHANGES
        || (applied != committed && !clock.instant().isBefore(committedAt.plus(COMMIT_AFTER)));
  }

  private void commit() throws IOException {
    IndexFiles.commit(writer, origin, applied);
    committed = applied;
    committedAt = clock.instant();
    source.trim(committed);
  }
}
