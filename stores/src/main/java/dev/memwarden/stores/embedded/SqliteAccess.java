package dev.memwarden.stores.embedded;

import dev.memwarden.stores.sql.Access;
import dev.memwarden.stores.sql.Sql;
import dev.memwarden.stores.sql.Work;

/// Questions to some readers, changes to the one writer: in one file there is nothing to tell apart
/// but who waits for whom.
record SqliteAccess(Readers readers, Writer writer) implements Access {

  @Override
  public <T> T read(Work<T> question) {
    return readers.read(question);
  }

  @Override
  public <T> T readAtOneMoment(Work<T> question) {
    return readers.read(connection -> {
      Sql.of("BEGIN").run(connection);
      try {
        return question.in(connection);
      } finally {
        Sql.of("COMMIT").run(connection);
      }
    });
  }

  @Override
  public <T> T write(Work<T> change) {
    return writer.write(change);
  }

  @Override
  public void later(Work<?> change) {
    writer.later(change);
  }
}
