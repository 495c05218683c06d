/// Trades keys for short-lived tokens, so that a key is shown once and not with every request.
///
/// A key opens a [Family]: a working token of five minutes and a refresh token that is traded,
/// once, for the next pair. [Handshake] does that, [RotationRule] decides what becomes of a refresh
/// token that comes in, [WorkingTokenJudge] judges working tokens. Families and the keys that sign
/// are seen through the ports [FamilyStore] and [SigningKeyStore].
@NullMarked
package dev.memwarden.auth.handshake;

import org.jspecify.annotations.NullMarked;
