package dev.memwarden.stores;

/// What waits in a backend, for whoever watches it.
///
/// @param writes changes that were asked for and are not yet durable
/// @param jobs that are not yet done, due or not
public record Load(int writes, long jobs) {

  /// Who knows.
  @FunctionalInterface
  public interface Source {

    /// What waits now.
    ///
    /// @throws dev.memwarden.auth.StoreUnavailableException if the store cannot answer
    Load now();
  }
}
