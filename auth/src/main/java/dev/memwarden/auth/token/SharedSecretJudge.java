package dev.memwarden.auth.token;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.key.KeyStore;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// Judges tokens that were signed with a secret of the configuration, as Zep's are. No store is
/// asked for one that does not verify.
public final class SharedSecretJudge implements TokenJudge {
  private final SharedSecretVerifier verifier;
  private final UnstoredTokens stored;

  /// @param store knows tombstones and principals
  /// @param arrivals hears of whoever presents a good token and is not stored yet; stores it
  public SharedSecretJudge(
      SharedSecrets secrets, SharedSecretRules rules, KeyStore store, Consumer<Identity> arrivals) {
    this.verifier = new SharedSecretVerifier(secrets, rules);
    this.stored = new UnstoredTokens(store, arrivals);
  }

  @Override
  public CredentialRef.Kind kind() {
    return CredentialRef.Kind.SHARED_SECRET_JWT;
  }

  /// Verifying costs a few microseconds whatever the token is.
  @Override
  public Optional<Authentication> ifQuick(PresentedToken token, Instant now) {
    return Optional.of(verify(token, now));
  }

  @Override
  public Authentication verify(PresentedToken token, Instant now) {
    return verifier.verify(token, now);
  }

  @Override
  public Optional<Identity> signedFor(PresentedToken token) {
    return verifier.signedFor(token);
  }

  @Override
  public Authentication asStored(Identity proved) {
    return stored.asStored(proved);
  }

  @Override
  public boolean isConcernedBy(String id) {
    return TokenId.isId(id);
  }
}
