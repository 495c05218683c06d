package dev.memwarden.auth.key;

import dev.memwarden.auth.slow.SlowHash;
import java.util.Optional;

/// A slow hash, and a keyed tag that is compared first: so the hash is computed for a text only
/// that has already matched.
///
/// @param tag empty for an imported hash whose text was never seen
/// @param shape which texts are tried against an imported hash that has no tag; empty for keys that
///   were made here
public record SlowProof(SlowHash hash, Optional<Tag> tag, Optional<TextShape> shape)
    implements KeyProof {

  /// The proof of a key that was made here.
  public SlowProof(SlowHash hash, Tag tag) {
    this(hash, Optional.of(tag), Optional.empty());
  }

  @Override
  public String stored() {
    return hash.stored();
  }

  @Override
  public String shown() {
    return hash.shown();
  }
}
