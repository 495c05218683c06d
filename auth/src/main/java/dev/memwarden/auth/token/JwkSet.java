package dev.memwarden.auth.token;

import dev.memwarden.auth.token.JsonValue.Array;
import dev.memwarden.auth.token.JsonValue.Members;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The public keys of an issuer (RFC 7517 §5).
final class JwkSet {

  /// Largest document that is read, in bytes; real ones have some thousands.
  static final int MAX_LENGTH = 256 * 1024;

  /// What has no place in a published document: whoever reads it could sign.
  private static final Set<String> SECRETS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private final List<PublicJwk> keys;

  private JwkSet(List<PublicJwk> keys) {
    this.keys = List.copyOf(keys);
  }

  /// Reads a document. Keys of it that verify nothing here are left out.
  ///
  /// @param allowed algorithms that any key may be for
  /// @return empty if it is no set, holds a secret or symmetric key, or gives one `kid` to two
  ///   keys: then nothing in it is to be trusted
  static Optional<JwkSet> parse(byte[] document, Set<SignatureAlgorithm> allowed) {
    if (document.length > MAX_LENGTH) {
      return Optional.empty();
    }
    return StrictJson.object(document)
        .flatMap(set -> set.member("keys"))
        .filter(Array.class::isInstance)
        .flatMap(array -> of(((Array) array).items(), allowed));
  }

  static Optional<JwkSet> of(List<JsonValue> items, Set<SignatureAlgorithm> allowed) {
    List<PublicJwk> keys = new ArrayList<>();
    Set<JsonValue> ids = new HashSet<>();
    for (JsonValue item : items) {
      if (!(item instanceof Members jwk) || SECRETS.stream().anyMatch(jwk::has)) {
        return Optional.empty();
      }
      Optional<JsonValue> id = jwk.member("kid");
      if (id.isPresent() && !ids.add(id.get())) {
        return Optional.empty();
      }
      PublicJwk.parse(jwk, allowed).ifPresent(keys::add);
    }
    return Optional.of(new JwkSet(keys));
  }

  /// The key for a token with this header: the one of its `kid`, or, if it has none, the only one
  /// of its algorithm.
  Optional<VerificationKey> keyFor(JoseHeader header) {
    List<PublicJwk> fitting =
        keys.stream()
            .filter(jwk -> jwk.key().algorithm().equals(header.algorithm()))
            .filter(jwk -> header.keyId().isEmpty() || header.keyId().equals(jwk.id()))
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.getFirst().key()) : Optional.empty();
  }

  /// How many keys there are.
  int size() {
    return keys.size();
  }
}
