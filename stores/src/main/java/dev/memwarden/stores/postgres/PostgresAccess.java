package dev.memwarden.stores.postgres;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.stores.postgres.Transactions.Mode;
import dev.memwarden.stores.sql.Access;
import dev.memwarden.stores.sql.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that begins in one way.
record PostgresAccess(Transactions transactions, Entry entry) implements Access {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresAccess.class);

  @Override
  public <T> T read(Work<T> question) {
    return transactions.run(entry, Mode.QUESTION, question);
  }

  @Override
  public <T> T readAtOneMoment(Work<T> question) {
    return transactions.run(entry, Mode.MOMENT, question);
  }

  @Override
  public <T> T write(Work<T> change) {
    return transactions.run(entry, Mode.CHANGE, change);
  }

  /// At once, as what comes later must come after it; but without waiting for a disk.
  @Override
  public void later(Work<?> change) {
    try {
      Object _ = transactions.run(entry, Mode.NOTE, change);
    } catch (StoreUnavailableException e) {
      LOG.warn("event=note_lost", e);
    }
  }
}
