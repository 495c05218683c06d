package dev.memwarden.auth.token;

import dev.memwarden.auth.token.JsonValue.Members;
import java.util.Optional;

/// Finds a claim by the name that an operator wrote down.
final class ClaimPath {
  private ClaimPath() {}

  /// The claim of exactly this name, or, as there is none, what its dots lead to: names of claims
  /// may be URLs, with dots in them.
  static Optional<JsonValue> find(Members claims, String name) {
    Optional<JsonValue> whole = claims.member(name);
    int dot = name.indexOf('.');
    if (whole.isPresent() || dot < 0) {
      return whole;
    }
    return claims.member(name.substring(0, dot)).orElse(null) instanceof Members inner
        ? find(inner, name.substring(dot + 1))
        : Optional.empty();
  }
}
