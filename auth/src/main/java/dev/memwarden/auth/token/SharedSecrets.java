package dev.memwarden.auth.token;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The secrets that tokens are signed with, as the configuration gives them: the raw UTF-8 bytes of
/// their text are keys for HS256. Immutable; the texts themselves are not kept.
public final class SharedSecrets {

  /// How many there may be: each one costs every wrong token an HMAC.
  public static final int MAX_NUMBER = 8;

  private final List<HmacKey> keys;
  private final List<KeyHash> hashes;

  private SharedSecrets(List<HmacKey> keys, List<KeyHash> hashes) {
    this.keys = keys;
    this.hashes = hashes;
  }

  /// @param current signs new tokens
  /// @param former still verify old ones
  /// @throws IllegalArgumentException saying which one cannot be used and why, with nothing of it
  public static SharedSecrets of(Secret current, List<Secret> former) {
    if (former.size() >= MAX_NUMBER) {
      throw new IllegalArgumentException("there are more than " + MAX_NUMBER + " secrets");
    }
    List<Secret> all = Stream.concat(Stream.of(current), former.stream()).toList();
    List<KeyHash> hashes = new ArrayList<>();
    for (Secret secret : all) {
      Optional<String> weakness = WeakSecrets.weakness(secret);
      if (weakness.isPresent()) {
        throw new IllegalArgumentException(name(hashes.size()) + " " + weakness.get());
      }
      hashes.add(KeyHash.of(secret));
    }
    return new SharedSecrets(all.stream().map(HmacKey::of).toList(), List.copyOf(hashes));
  }

  /// What is wrong with `secret`, without any of it: too short, published as an example, or the
  /// same again and again; empty if it may be used.
  public static Optional<String> weakness(Secret secret) {
    return WeakSecrets.weakness(secret);
  }

  /// Whether `text` is one of the secrets; constant time for each.
  public boolean contains(Secret text) {
    for (KeyHash hash : hashes) {
      if (hash.proves(text)) {
        return true;
      }
    }
    return false;
  }

  /// What signs new tokens.
  HmacKey signer() {
    return keys.getFirst();
  }

  /// Whether one of them has signed `token`.
  boolean haveSigned(CompactJws token) {
    for (HmacKey key : keys) {
      if (token.isSignedBy(key)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "SharedSecrets[" + keys.size() + "]";
  }

  private static String name(int index) {
    return index == 0 ? "the secret" : "former secret " + index;
  }
}
