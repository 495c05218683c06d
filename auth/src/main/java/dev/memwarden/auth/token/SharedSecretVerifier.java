package dev.memwarden.auth.token;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import java.time.Instant;
import java.util.Optional;

/// What a token of a shared secret proves by itself, before any store is asked: form, then
/// signature, then claims. Nothing in a token is believed before its signature holds.
final class SharedSecretVerifier {
  private static final Authentication MALFORMED = new Refused(Refusal.MALFORMED_TOKEN);
  private static final Authentication WRONG_ALGORITHM = new Refused(Refusal.WRONG_ALGORITHM);
  private static final Authentication BAD_SIGNATURE = new Refused(Refusal.BAD_SIGNATURE);

  private final SharedSecrets secrets;
  private final SharedSecretRules rules;

  SharedSecretVerifier(SharedSecrets secrets, SharedSecretRules rules) {
    this.secrets = secrets;
    this.rules = rules;
  }

  /// Whom `token` proves at `now`, or why it proves nobody.
  Authentication verify(PresentedToken token, Instant now) {
    CompactJws jws = token.jws();
    if (!jws.header().algorithm().equals(HmacKey.ALGORITHM)) {
      return WRONG_ALGORITHM;
    }
    if (!secrets.haveSigned(jws)) {
      return BAD_SIGNATURE;
    }
    Optional<Refusal> otherKind = rules.token().refusal(jws.header());
    if (otherKind.isPresent()) {
      return new Refused(otherKind.get());
    }
    return jws.object()
        .flatMap(Claims::of)
        .map(claims -> judge(claims, token.text(), now))
        .orElse(MALFORMED);
  }

  /// Whose token it is, whether or not it still works and is for this server; empty if none of the
  /// secrets has signed it.
  Optional<Identity> signedFor(PresentedToken token) {
    return Optional.of(token.jws())
        .filter(secrets::haveSigned)
        .flatMap(CompactJws::object)
        .flatMap(Claims::of)
        .flatMap(claims -> SharedSecretClaims.identity(claims, rules, token.text()));
  }

  private Authentication judge(Claims claims, Secret token, Instant now) {
    Optional<Refusal> refusal = rules.token().refusal(claims, now);
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    return SharedSecretClaims.identity(claims, rules, token)
        .<Authentication>map(Authenticated::new)
        .orElse(MALFORMED);
  }
}
