package dev.memwarden.stores.lucene;

/// Is told how far a rebuild of the index has come.
@FunctionalInterface
public interface IndexProgress {
  /// Nobody looks.
  IndexProgress UNSEEN = (_, _) -> {};

  /// @param done items that are indexed
  /// @param total items that there are to index
  void at(long done, long total);
}
