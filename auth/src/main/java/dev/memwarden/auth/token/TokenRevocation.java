package dev.memwarden.auth.token;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.KeyStore;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Ends single tokens that are stored nowhere: each that is revoked leaves a tombstone. Takes the
/// proof for `keys:manage`; a token out of its reach is unknown.
public final class TokenRevocation {
  private final TokenJudges judges;
  private final Principal named;
  private final KeyStore store;
  private final AuthorityListener listener;
  private final InstantSource clock;

  /// @param named whose tokens are taken to be that are named by their id alone
  public TokenRevocation(
      TokenJudges judges,
      Principal named,
      KeyStore store,
      AuthorityListener listener,
      InstantSource clock) {
    this.judges = judges;
    this.named = named;
    this.store = store;
    this.listener = listener;
    this.clock = clock;
  }

  /// Revokes a token for good, with all of its `iss` and `jti` if it has a `jti`. It does not work
  /// any more once this has returned.
  ///
  /// @param token all of it, also if it has expired; or its id
  /// @return its id; empty if it is neither an id nor signed as any kind of token is, or out of
  ///   reach
  /// @throws StoreUnavailableException if the store cannot answer, or nobody knows who has signed
  ///   it
  public Optional<String> revoke(Allow allow, Secret token, String reason) {
    Optional<Identity> signed = judges.signedFor(token);
    Principal owner = signed.map(Identity::principal).orElse(named);
    Optional<String> id =
        signed
            .map(Identity::credential)
            .map(CredentialRef::id)
            .or(() -> Optional.of(token.revealText()).filter(TokenId::isId));
    if (id.isEmpty() || !allow.reach(Action.KEYS_MANAGE).contains(KeyRecord.place(owner))) {
      return Optional.empty();
    }
    try {
      store.bury(
          allow,
          owner,
          id.get(),
          new KeyRecord.Revocation(clock.instant().truncatedTo(ChronoUnit.MICROS), reason));
    } finally {
      // Also if the store gave no answer: it may have done it all the same.
      listener.invalidate(id.get());
    }
    return id;
  }
}
