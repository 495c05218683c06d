package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.limit.Admission;

/// The answer to a wish for tokens.
public sealed interface Outcome {

  /// Here they are.
  record Granted(Grant grant) implements Outcome {}

  /// What was presented does not work, for this reason.
  record Denied(Refusal why) implements Outcome {}

  /// The key of what was presented has been used too often; nothing was changed.
  record TooOften(Admission.Exceeded limit) implements Outcome {}

  /// More was wished for than what was presented may give; nothing was changed.
  record ScopeExceeded() implements Outcome {}
}
