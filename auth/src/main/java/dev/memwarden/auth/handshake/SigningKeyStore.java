package dev.memwarden.auth.handshake;

import java.time.Instant;
import java.util.List;

/// Where the keys are kept that sign working tokens, each sealed. Every write is durable when it
/// returns, and is written into the log of changes.
///
/// All methods throw [dev.memwarden.auth.StoreUnavailableException] if the store cannot answer.
public interface SigningKeyStore {

  /// A key.
  ///
  /// @param sealed the key itself, as [dev.memwarden.auth.key.Sealing] has it
  /// @param signsFrom when it takes over from the one before
  record Sealed(String id, String sealed, Instant createdAt, Instant signsFrom) {}

  /// All keys, in the order in which they sign.
  List<Sealed> all();

  /// Stores a key and removes others, in one transaction.
  ///
  /// @param by who does it, for the log
  void replace(Sealed added, List<String> removed, String by);

  /// Removes keys.
  void remove(List<String> ids, Instant at, String by);
}
