package dev.memwarden.auth.key;

import dev.memwarden.auth.slow.SlowHash;
import java.util.Optional;

/// A slow hash, and a keyed tag that is compared first: so the hash is computed for a text only
/// that has already matched.
///
/// @param tag empty for an imported hash whose text was never seen
public record SlowProof(SlowHash hash, Optional<Tag> tag) implements KeyProof {

  @Override
  public String stored() {
    return hash.stored();
  }

  @Override
  public String shown() {
    return hash.shown();
  }
}
