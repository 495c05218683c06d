package dev.memwarden.auth.key;

import dev.memwarden.auth.slow.SlowHash;
import java.util.Optional;

/// What is stored of a key's text, to know it again: `alg$params$hash`, and the keyed tag that
/// finds it where no id in the text does.
public sealed interface KeyProof permits KeyHash, KeyTag, SlowProof {

  /// The stored form.
  String stored();

  /// The form in which a person may see it, to tell keys apart: that in which other programs write
  /// such a hash.
  String shown();

  /// The tag over all of the text; empty if the text's own id finds the key, or if the text was
  /// never seen.
  Optional<Tag> tag();

  /// What the SHA-256 of a text is compared with: nothing that any text has, if this is another
  /// kind of proof.
  default KeyHash sha256() {
    return KeyHash.NOTHING;
  }

  /// Reads what was stored.
  ///
  /// @throws IllegalArgumentException if it is nothing that this version knows
  static KeyProof parse(String stored, Optional<Tag> tag, Optional<TextShape> shape) {
    if (stored.equals(KeyTag.STORED)) {
      return new KeyTag(
          tag.orElseThrow(() -> new IllegalArgumentException("a tag alone, and it is missing")));
    }
    return SlowHash.ALGORITHMS.stream().anyMatch(word -> stored.startsWith(word + "$"))
        ? new SlowProof(SlowHash.parse(stored), tag, shape)
        : KeyHash.parse(stored);
  }
}
