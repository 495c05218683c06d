package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Refusal;

/// The answer to a wish for tokens.
public sealed interface Outcome {

  /// Here they are.
  record Granted(Grant grant) implements Outcome {}

  /// What was presented does not work, for this reason.
  record Denied(Refusal why) implements Outcome {}

  /// More was wished for than what was presented may give; nothing was changed.
  record ScopeExceeded() implements Outcome {}
}
