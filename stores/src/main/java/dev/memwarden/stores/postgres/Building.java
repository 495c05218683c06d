package dev.memwarden.stores.postgres;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a [VectorIndex], which may take minutes: one process at a time, while all others go on.
final class Building {
  /// So many vectors are a matter of seconds.
  private static final long FEW = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Building.class);

  private final PostgresAddress address;
  private final VectorIndex index;

  Building(PostgresAddress address, VectorIndex index) {
    this.address = address;
    this.index = index;
  }

  /// Makes the index if there is none and it does not take long. Says in the log how vectors are
  /// found from now on; if another process is at it, or somebody makes it later, that is used as
  /// soon as it is there.
  ///
  /// @throws StoreUnavailableException if it cannot be made
  void makeIfFew() {
    try (Connection connection = address.connect()) {
      if (!index.isReady(connection) && vectors(connection) <= FEW && holdsLock(connection)) {
        long _ = make(connection, IndexProgress.UNSEEN);
      }
      if (index.isReady(connection)) {
        LOG.info("event=search kind=pgvector words=full_text");
      } else {
        LOG.warn(
            "event=search kind=exact words=full_text because=\"there is no index of vectors yet:"
                + " memwarden index rebuild makes it\"");
      }
    } catch (SQLException e) {
      throw new StoreUnavailableException("cannot make the index of vectors at " + address, e);
    }
  }

  /// Makes the index, or makes it anew.
  ///
  /// @return how many vectors there are
  /// @throws StoreUnavailableException if it cannot be made, or another process is at it
  long renew(IndexProgress progress) {
    try (Connection connection = address.connect()) {
      Limits _ = Limits.lift(connection);
      if (!holdsLock(connection)) {
        throw new StoreUnavailableException("another process makes the index of vectors");
      }
      return make(connection, progress);
    } catch (SQLException e) {
      throw new StoreUnavailableException("cannot make the index of vectors at " + address, e);
    }
  }

  private static long vectors(Connection connection) throws SQLException {
    return Sql.of("SELECT count(*) FROM item_vector").number(connection);
  }

  // Only tried: who waits for it would be waited for in turn by the one who makes the index.
  private static boolean holdsLock(Connection connection) throws SQLException {
    return Sql.of("SELECT CASE WHEN pg_try_advisory_lock(?) THEN 1 ELSE 0 END", Lock.VECTORS.key())
            .number(connection)
        == 1;
  }

  private long make(Connection connection, IndexProgress progress) throws SQLException {
    for (Sql removal : index.removals(connection)) {
      removal.run(connection);
    }
    index.prepare(connection);
    long vectors = vectors(connection);
    Sql work = index.isReady(connection) ? index.renewal() : index.creation();
    LOG.info("event=vector_index state=begun vectors={}", vectors);
    watched(connection, work, vectors, progress);
    progress.at(vectors, vectors);
    LOG.info("event=vector_index state=made vectors={}", vectors);
    return vectors;
  }

  private void watched(Connection connection, Sql work, long vectors, IndexProgress progress)
      throws SQLException {
    try (ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory())) {
      var _ = clock.scheduleWithFixedDelay(() -> tell(vectors, progress), 1, 1, TimeUnit.SECONDS);
      try {
        work.run(connection);
      } finally {
        clock.shutdown();
      }
    }
  }

  private void tell(long vectors, IndexProgress progress) {
    try (Connection connection = address.connect()) {
      Sql.of(
              "SELECT ? * blocks_done / greatest(blocks_total, 1)"
                  + " FROM pg_stat_progress_create_index WHERE datname = current_database()"
                  + " AND starts_with(phase, 'building')", // it is looked through again at the end
              vectors)
          .first(connection, row -> row.getLong(1))
          .ifPresent(done -> progress.at(done, vectors));
    } catch (SQLException e) {
      LOG.debug("the database does not say how far it is", e);
    }
  }
}
