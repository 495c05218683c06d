package dev.memwarden.server.http;

import dev.memwarden.auth.Refusal;
import java.util.Optional;

/// What a person can do about a refusal, where the reason alone does not say it. In the characters
/// that `error_description` may have (RFC 6750 §3).
final class Hint {
  static final String SIGNING_SECRET =
      "This is the secret that tokens are signed with. Send a token instead:"
          + " memwarden --generate-token makes one.";

  private Hint() {}

  /// The hint for the log.
  static Optional<String> of(Refusal why) {
    return why == Refusal.SIGNING_SECRET ? Optional.of(SIGNING_SECRET) : Optional.empty();
  }
}
