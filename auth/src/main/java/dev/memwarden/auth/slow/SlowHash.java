package dev.memwarden.auth.slow;

import dev.memwarden.auth.Secret;
import java.security.SecureRandom;
import java.util.List;

/// A salted hash that takes long to compute, so that weak texts cannot be guessed from it.
///
/// Checking one belongs on a [SlowHashes]: it takes from 0.1 s to some seconds.
public sealed interface SlowHash permits BcryptHash, Pbkdf2Hash, DraftKeyHash {

  /// How an own form starts that [#parse] reads.
  List<String> ALGORITHMS =
      List.of(BcryptHash.ALGORITHM, Pbkdf2Hash.ALGORITHM, DraftKeyHash.ALGORITHM);

  /// Whether this is the hash of `text`. **Cost**: the hash; constant time in its result.
  boolean proves(Secret text);

  /// Whether `text` has what the hash says about it besides: false without computing the hash.
  boolean mayProve(Secret text);

  /// The own form, `alg$params$hash`.
  String stored();

  /// The form in which other programs write it.
  String shown();

  /// Reads the own form.
  ///
  /// @throws IllegalArgumentException if it is none, never with its content
  static SlowHash parse(String stored) {
    String algorithm = stored.substring(0, Math.max(0, stored.indexOf('$')));
    return switch (algorithm) {
      case BcryptHash.ALGORITHM -> BcryptHash.parse(stored);
      case Pbkdf2Hash.ALGORITHM -> Pbkdf2Hash.parse(stored);
      case DraftKeyHash.ALGORITHM -> DraftKeyHash.parse(stored);
      default -> throw new IllegalArgumentException("unknown form of slow hash");
    };
  }

  /// A new bcrypt hash of `text`, at most [BcryptHash#MAX_TEXT] bytes. **Cost**: about 0.3 s.
  static SlowHash bcrypt(Secret text, SecureRandom random) {
    return BcryptHash.of(text, random);
  }
}
