package dev.memwarden.memory;

/// How much is stored in all, for everybody to see: numbers only.
///
/// @param users how many different owners have at least one memory
public record Totals(long memories, long users) {

  /// Where the totals come from. Apart from [MemoryStore], so that an open route can have it
  /// without reaching memory.
  @FunctionalInterface
  public interface Source {
    /// @throws dev.memwarden.auth.StoreUnavailableException if the store cannot answer
    Totals totals();
  }
}
