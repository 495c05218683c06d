package dev.memwarden.auth.token;

import java.time.Instant;

/// A token that is traded once for a working token and its own successor: all that it takes to mint
/// it again, byte for byte.
///
/// @param family id of the family that it belongs to
/// @param number its place in the family, from 1
/// @param client id of the key that the family came from
/// @param masterKey id of the master key whose derived key signs it
/// @param issuedAt whole seconds
/// @param expiresAt whole seconds
public record RefreshToken(
    String family,
    int number,
    String client,
    String masterKey,
    Instant issuedAt,
    Instant expiresAt) {

  /// Whether it has ended by itself: at this very instant it has.
  public boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
