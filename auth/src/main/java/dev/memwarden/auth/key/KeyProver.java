package dev.memwarden.auth.key;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.slow.SlowHash;
import dev.memwarden.auth.slow.SlowHashes;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the proofs of new keys and compares those of known ones. Thread-safe.
public final class KeyProver implements AutoCloseable {

  /// How new keys are kept.
  public enum Making {
    /// By SHA-256: enough for texts of 256 random bits.
    SHA_256,
    /// By bcrypt beside a tag, as Redis AMS promises.
    BCRYPT
  }

  /// Knows no tags and makes SHA-256 alone.
  static final KeyProver PLAIN =
      new KeyProver(Optional.empty(), Making.SHA_256, SlowHashes.ofProcess(), new SecureRandom());

  private static final byte[] OF_SHA_256 = {'s', 'h', 'a', '2', '5', '6'};

  private final Optional<MasterKeyRing> ring;
  private final Making making;
  private final SlowHashes slow;
  private final SecureRandom random;

  private KeyProver(
      Optional<MasterKeyRing> ring, Making making, SlowHashes slow, SecureRandom random) {
    this.ring = ring;
    this.making = making;
    this.slow = slow;
    this.random = random;
  }

  /// @param making how new keys are kept
  /// @param random makes salts
  public KeyProver(MasterKeyRing ring, Making making, SecureRandom random) {
    this(Optional.of(ring), making, SlowHashes.ofProcess(), random);
  }

  /// Whether tags can be made.
  boolean hasRing() {
    return ring.isPresent();
  }

  /// Whether tags of the master key of this id can be made.
  boolean knows(String keyId) {
    return ring.filter(keys -> keys.keyIds().contains(keyId)).isPresent();
  }

  Making making() {
    return making;
  }

  /// The proof of a new key that was made here. **Cost**: about 0.3 s for bcrypt.
  ///
  /// @throws StoreUnavailableException if too many slow hashes wait already
  KeyProof prove(Secret text) {
    return switch (making) {
      case SHA_256 -> KeyHash.of(text);
      case BCRYPT -> new SlowProof(slow.bcrypt(text, random), tag(text));
    };
  }

  /// The proof of a new key that somebody else made: never a quick hash, as it may be weak.
  ///
  /// @throws StoreUnavailableException if too many slow hashes wait already
  KeyProof proveForeign(Secret text) {
    return switch (making) {
      case SHA_256 -> new KeyTag(tag(text));
      case BCRYPT -> prove(text);
    };
  }

  /// The tag under which `text` is filed from now on.
  Tag tag(Secret text) {
    MasterKeyRing keys = ring.orElseThrow(() -> new IllegalStateException("no master key"));
    return text.reveal(bytes -> keys.tag(Purpose.KEY_TAG, bytes));
  }

  /// The tag of a text of which only the SHA-256 is known.
  Tag tagOfDigest(KeyHash digest) {
    MasterKeyRing keys = ring.orElseThrow(() -> new IllegalStateException("no master key"));
    return keys.tag(Purpose.KEY_TAG, OF_SHA_256, digest.bytes());
  }

  /// All tags under which `text` may be filed. **Cost**: two HMACs for each master key.
  List<Tag> tags(Secret text) {
    if (ring.isEmpty()) {
      return List.of();
    }
    return tags(ring.get(), text);
  }

  static List<Tag> tags(MasterKeyRing ring, Secret text) {
    List<Tag> all = new ArrayList<>(text.reveal(b -> ring.tags(Purpose.KEY_TAG, b)));
    all.addAll(ring.tags(Purpose.KEY_TAG, OF_SHA_256, KeyHash.of(text).bytes()));
    return all;
  }

  /// Whether `text` is filed under `tag`; constant time, and the same time for no tag.
  boolean isTagged(Optional<Tag> tag, Secret text) {
    byte[] filed = tag.map(Tag::mac).orElseGet(() -> new byte[32]);
    boolean same = false;
    for (Tag candidate : tags(text)) {
      same |=
          MessageDigest.isEqual(candidate.mac(), filed)
              & tag.isPresent()
              & candidate.keyId().equals(tag.map(Tag::keyId).orElse(""));
    }
    return same;
  }

  /// Whether `hash` is that of `text`, once a thread was free to compute it.
  ///
  /// @throws StoreUnavailableException if too many slow hashes wait already
  boolean proves(SlowHash hash, Secret text) {
    return slow.proves(hash, text);
  }

  /// Computes no more slow hashes.
  @Override
  public void close() {
    slow.close();
  }
}
