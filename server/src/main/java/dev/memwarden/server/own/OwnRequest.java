package dev.memwarden.server.own;

import java.util.Optional;

/// What can be asked about one's own keys.
sealed interface OwnRequest {

  /// All of them.
  record ListKeys() implements OwnRequest {}

  /// A new one.
  record MintKey(KeyWish wish) implements OwnRequest {}

  /// The end of one.
  record RevokeKey(String id, Optional<String> reason) implements OwnRequest {}
}
