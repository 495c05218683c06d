package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.token.RefreshToken;
import java.time.Instant;

/// What becomes of a refresh token that came in.
public sealed interface Step {

  /// It is traded: from now on it is used, and this is its successor.
  ///
  /// @param forgetBefore used tokens need not be kept that were traded before
  record Advance(RefreshToken successor, Chain.Use use, Instant forgetBefore) implements Step {}

  /// It was traded a moment ago, and the reply was lost: the same successor again.
  record Repeat(RefreshToken successor) implements Step {}

  /// It does not work, and nothing changes.
  record Refuse(Refusal why) implements Step {}

  /// Somebody has kept a token that was traded long ago: the family ends.
  record Kill(Family.Ending ending) implements Step {}
}
