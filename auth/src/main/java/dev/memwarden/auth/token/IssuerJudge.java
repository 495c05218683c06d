package dev.memwarden.auth.token;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.key.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Judges the tokens of one identity provider (RFC 9068 §4, and those before it): algorithm and
/// type by the header, then the signature, then the claims. Nothing in a token is believed before
/// its signature holds.
public final class IssuerJudge implements TokenJudge {

  /// Values of `typ` that an access token may have, if any; compared without case, as media types
  /// are.
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  private static final Authentication MALFORMED = new Refused(Refusal.MALFORMED_TOKEN);

  private final Issuer issuer;
  private final SignatureTurns turns;
  private final IssuerClaims claims;
  private final UnstoredTokens stored;

  /// @param turns bound how many signatures are checked at once
  /// @param store knows tombstones and principals
  /// @param arrivals hears of whoever presents a good token and is not stored yet; stores it
  public IssuerJudge(
      Issuer issuer, SignatureTurns turns, KeyStore store, Consumer<Identity> arrivals) {
    this.issuer = issuer;
    this.turns = turns;
    this.claims = new IssuerClaims(issuer.rules());
    this.stored = new UnstoredTokens(store, arrivals);
  }

  @Override
  public CredentialRef.Kind kind() {
    return CredentialRef.Kind.OIDC_JWT;
  }

  @Override
  public Optional<Authentication> ifQuick(PresentedToken token, Instant now) {
    return refusal(token.jws().header()).map(Refused::new);
  }

  @Override
  public Authentication verify(PresentedToken token, Instant now) {
    JoseHeader header = token.jws().header();
    Optional<Refusal> refusal = refusal(header);
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    Optional<VerificationKey> key = issuer.keys().find(header);
    if (key.isEmpty()) {
      return new Refused(
          header.keyId().isEmpty() ? Refusal.NO_KEY_ID : Refusal.UNKNOWN_SIGNING_KEY);
    }
    if (!turns.check(() -> token.jws().isSignedBy(key.get()))) {
      return new Refused(Refusal.BAD_SIGNATURE);
    }
    return token
        .jws()
        .object()
        .map(members -> claims.judge(members, token.text(), now))
        .orElse(MALFORMED);
  }

  @Override
  public Optional<Identity> signedFor(PresentedToken token) {
    return issuer
        .keys()
        .find(token.jws().header())
        .filter(key -> turns.check(() -> token.jws().isSignedBy(key)))
        .flatMap(_ -> token.jws().object())
        .map(members -> claims.proved(members, token.text()))
        .flatMap(answer ->
            answer instanceof Authenticated(Identity identity)
                ? Optional.of(identity)
                : Optional.empty());
  }

  @Override
  public Authentication asStored(Identity proved) {
    return stored.asStored(proved);
  }

  @Override
  public Optional<Duration> memory() {
    return Optional.of(IssuerKeys.FRESH);
  }

  @Override
  public boolean isConcernedBy(String id) {
    return TokenId.isId(id);
  }

  // What the header alone rules out.
  private Optional<Refusal> refusal(JoseHeader header) {
    boolean allowed =
        SignatureAlgorithm.of(header.algorithm())
            .filter(issuer.rules().algorithms()::contains)
            .isPresent();
    if (!allowed) {
      return Optional.of(Refusal.WRONG_ALGORITHM);
    }
    boolean fits =
        header.type().map(type -> TYPES.contains(type.toLowerCase(Locale.ROOT))).orElse(true);
    return fits ? Optional.empty() : Optional.of(Refusal.WRONG_TOKEN_TYPE);
  }
}
