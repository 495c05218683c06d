package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.KeyStore;
import dev.memwarden.auth.token.PresentedToken;
import dev.memwarden.auth.token.TokenJudge;
import dev.memwarden.auth.token.WorkingToken;
import dev.memwarden.auth.token.WorkingTokenId;
import dev.memwarden.auth.token.WorkingTokens;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// Judges working tokens. One works as long as it says, and no longer than its family, its key, its
/// user and the rights of all of them: whatever of these ends takes the token with it.
public final class WorkingTokenJudge implements TokenJudge {
  private static final Authentication REVOKED = new Refused(Refusal.REVOKED);

  private final SigningKeys signing;
  private final Supplier<Optional<String>> issuer;
  private final FamilyStore families;
  private final KeyStore graves;
  private final ClientKeys keys;

  /// @param issuer this server's name in tokens; empty as long as it does not know it
  /// @param graves knows which tokens were ended one by one
  public WorkingTokenJudge(
      SigningKeys signing,
      Supplier<Optional<String>> issuer,
      FamilyStore families,
      KeyStore graves,
      ClientKeys keys) {
    this.signing = signing;
    this.issuer = issuer;
    this.families = families;
    this.graves = graves;
    this.keys = keys;
  }

  @Override
  public CredentialRef.Kind kind() {
    return CredentialRef.Kind.WORKING_JWT;
  }

  /// What the header alone gives away; a signature costs more than leaving the event loop.
  @Override
  public Optional<Authentication> ifQuick(PresentedToken token, Instant now) {
    return WorkingTokens.refusal(token).map(Refused::new);
  }

  @Override
  public Authentication verify(PresentedToken token, Instant now) {
    return switch (read(token)) {
      case WorkingTokens.Read.Not(Refusal why) -> new Refused(why);
      case WorkingTokens.Read.Signed(WorkingToken signed) ->
          signed
              .ceiling()
              .refusal(now)
              .<Authentication>map(Refused::new)
              .orElseGet(() -> new Authenticated(signed.identity()));
    };
  }

  @Override
  public Optional<Identity> signedFor(PresentedToken token) {
    return switch (read(token)) {
      case WorkingTokens.Read.Not _ -> Optional.empty();
      case WorkingTokens.Read.Signed(WorkingToken signed) -> Optional.of(signed.identity());
    };
  }

  private WorkingTokens.Read read(PresentedToken token) {
    return WorkingTokens.read(token, name(), signing::find);
  }

  private String name() {
    return issuer
        .get()
        .orElseThrow(
            () -> new StoreUnavailableException("the server does not know its own address yet"));
  }

  /// The token that `text` is, if it works now, with what it may do now.
  Optional<WorkingToken> working(Secret text, Instant now) {
    return switch (WorkingTokens.read(text, name(), signing::find)) {
      case WorkingTokens.Read.Not _ -> Optional.empty();
      case WorkingTokens.Read.Signed(WorkingToken signed) ->
          asStored(signed.identity()) instanceof Authenticated(Identity who)
                  && who.ceiling().refusal(now).isEmpty()
              ? Optional.of(signed)
              : Optional.empty();
    };
  }

  @Override
  public Authentication asStored(Identity proved) {
    Optional<WorkingTokenId> id = WorkingTokenId.parse(proved.credential().id());
    if (id.isEmpty()
        || graves.grave(id.get().toString(), proved.principal()).revocation().isPresent()) {
      return REVOKED;
    }
    Optional<FamilyStore.Known> known = families.find(id.get().family());
    if (known.isEmpty() || !stands(known.get(), id.get(), proved)) {
      return REVOKED;
    }
    return switch (keys.of(known.get().family())) {
      case Refused refused -> refused;
      case Authenticated(Identity key) when !key.principal().equals(proved.principal()) -> REVOKED;
      case Authenticated(Identity key) ->
          within(proved, key.ceiling()).<Authentication>map(Authenticated::new).orElse(REVOKED);
    };
  }

  private static boolean stands(FamilyStore.Known known, WorkingTokenId id, Identity proved) {
    return known.family().ending().isEmpty()
        && id.seq() >= known.floor()
        && known.family().principal().equals(proved.principal());
  }

  private static Optional<Identity> within(Identity proved, Ceiling key) {
    Ceiling own = proved.ceiling();
    return ClientKeys.common(own.actions(), own.box(), own.expiresAt(), key)
        .map(common ->
            new Identity(
                proved.principal(),
                proved.roles(),
                new Ceiling(
                    common.actions(),
                    common.box(),
                    own.networks(),
                    own.notBefore(),
                    common.expiresAt(),
                    common.signer(),
                    common.allowance()),
                proved.credential()));
  }

  /// Any credential may be the key, or the family, that a token hangs on.
  @Override
  public boolean isConcernedBy(String id) {
    return true;
  }
}
