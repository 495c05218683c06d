package dev.memwarden.auth.token;

import dev.memwarden.auth.token.JsonValue.Members;
import dev.memwarden.auth.token.JsonValue.Text;
import java.util.Optional;
import java.util.Set;

/// What a token says of itself before anything about it is verified (RFC 7515 §4).
///
/// Keys that a token brings or points to (`jwk`, `jku`, `x5c`, `x5u`, `x5t`) are never looked at.
///
/// @param algorithm `alg`
/// @param type `typ`
/// @param keyId `kid`: a name to look up among known keys, chosen by whoever made the token
record JoseHeader(String algorithm, Optional<String> type, Optional<String> keyId) {

  // What changes the meaning of the rest: extensions that must be understood (none is), payloads
  // that are not base64url (RFC 7797) or compressed, and all of JWE.
  private static final Set<String> REFUSED = Set.of("crit", "b64", "zip", "enc");

  /// The header that these bytes are; empty if they are none, or one that cannot be honoured.
  static Optional<JoseHeader> parse(byte[] bytes) {
    return StrictJson.object(bytes).flatMap(JoseHeader::of);
  }

  private static Optional<JoseHeader> of(Members members) {
    if (REFUSED.stream().anyMatch(members::has)
        || !isTextIfThere(members, "typ")
        || !isTextIfThere(members, "kid")) {
      return Optional.empty();
    }
    return text(members, "alg")
        .map(algorithm -> new JoseHeader(algorithm, text(members, "typ"), text(members, "kid")));
  }

  private static boolean isTextIfThere(Members members, String name) {
    return members.member(name).map(Text.class::isInstance).orElse(true);
  }

  private static Optional<String> text(Members members, String name) {
    return members.member(name).filter(Text.class::isInstance).map(value -> ((Text) value).text());
  }
}
