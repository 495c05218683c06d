package dev.memwarden.stores.sql;

/// A way to some of the tables, for as long as one call needs it.
///
/// All methods throw [dev.memwarden.auth.StoreUnavailableException] if the database cannot answer.
public interface Access {

  /// Asks, and waits for the answer.
  <T> T read(Work<T> question);

  /// The same with all statements of the question answered as of one moment.
  <T> T readAtOneMoment(Work<T> question);

  /// Makes a change, and waits until it is durable. Changes of the same things come one after the
  /// other: each sees all of the one before, so that what it reads first still holds when it
  /// writes.
  <T> T write(Work<T> change);

  /// Makes a change that a crash may lose; nobody learns how it went. Later changes come after it.
  void later(Work<?> change);
}
