package dev.memwarden.auth.key;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.slow.BcryptHash;
import java.util.List;
import java.util.Optional;

/// Whether a text that somebody else made can be a key here.
final class ForeignText {
  /// What a header field can carry.
  private static final int MAX_LENGTH = 4 * 1024;

  private final KeyStore store;
  private final ConfiguredKeys configured;
  private final KeyProver prover;

  ForeignText(KeyStore store, ConfiguredKeys configured, KeyProver prover) {
    this.store = store;
    this.configured = configured;
    this.prover = prover;
  }

  /// Why `text` cannot be a key whatever else is stored; empty if it can.
  static Optional<String> malformed(Secret text) {
    String chars = text.revealText();
    if (chars.isEmpty() || text.length() > MAX_LENGTH) {
      return Optional.of("has not 1 to " + MAX_LENGTH + " bytes");
    }
    // Not the form that a text is decoded to in place of what it cannot be.
    boolean clean = chars.chars().noneMatch(c -> Character.isISOControl(c) || c == 0xFFFD);
    if (!clean || chars.startsWith(" ") || chars.endsWith(" ")) {
      return Optional.of("is no text that a client could send as a credential");
    }
    return KeyText.shapeOf(text) instanceof KeyText.Shape.Foreign
        ? Optional.empty()
        : Optional.of("has the form of the keys that are issued here (sks-…_…)");
  }

  /// Why `text` cannot become a key; empty if it can.
  ///
  /// @throws StoreUnavailableException if the store cannot answer
  Optional<String> unfit(Secret text) {
    Optional<String> malformed = malformed(text);
    if (malformed.isPresent()) {
      return malformed;
    }
    if (prover.making() == KeyProver.Making.BCRYPT && text.length() > BcryptHash.MAX_TEXT) {
      return Optional.of("has more than " + BcryptHash.MAX_TEXT + " bytes, all that bcrypt takes");
    }
    return store.findTagged(prover.tags(text)).isPresent()
        ? Optional.of("is a key already")
        : taken(text);
  }

  /// Why a text that is no stored key means something already; empty if it does not.
  ///
  /// @throws StoreUnavailableException if the store cannot answer
  Optional<String> taken(Secret text) {
    if (configured.contains(text)) {
      return Optional.of("is one of API_KEYS");
    }
    return isRevoked(prover.tags(text)) ? Optional.of("was revoked here") : Optional.empty();
  }

  /// Whether the text was a configured key that was revoked: it must not come back by another way.
  private boolean isRevoked(List<Tag> tags) {
    return tags.stream().map(ConfiguredKeys::id).anyMatch(store::isBuried);
  }
}
