package dev.memwarden.auth.key;

import dev.memwarden.auth.Secret;

/// The answer to a wish to replace a key by a new one.
public sealed interface Rotation {

  /// The successor is stored, and the old key ends soon.
  ///
  /// @param old as it is now, with its new end
  /// @param text the successor itself, to be shown this once
  record Rotated(KeyRecord old, KeyRecord successor, Secret text) implements Rotation {}

  /// Nothing was changed.
  record NotRotated(Reason why) implements Rotation {}

  /// Why a key is not rotated.
  enum Reason {
    /// There is none of that id in reach.
    UNKNOWN,
    /// It was revoked.
    REVOKED,
    /// It has expired: its successor would be dead as well.
    EXPIRED,
    /// It has a successor already.
    ROTATED_BEFORE,
    /// It comes from the configuration, or from another system, and is replaced there.
    CONFIGURED,
    /// It, or its successor, may do more than whoever wants to rotate it could give to a new key.
    NOT_WITHIN,
    /// The successor would never work: it ends before it starts.
    USELESS
  }
}
