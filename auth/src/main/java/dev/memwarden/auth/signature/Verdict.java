package dev.memwarden.auth.signature;

import dev.memwarden.auth.Refusal;
import java.util.Optional;

/// The answer to "has the holder of that key sent this request?".
public sealed interface Verdict {

  /// It has, if the body is the one that was signed, too.
  ///
  /// @param digest of the body, if the signature covers it
  record Genuine(Optional<ContentDigest> digest) implements Verdict {

    /// Whether `body` is the one that was signed. A signature without a digest is one of a request
    /// without a body.
    public boolean covers(byte[] body) {
      return digest.map(signed -> signed.matches(body)).orElse(body.length == 0);
    }
  }

  /// It has not, or that is not sure, for this reason.
  record Rejected(Refusal why) implements Verdict {}
}
