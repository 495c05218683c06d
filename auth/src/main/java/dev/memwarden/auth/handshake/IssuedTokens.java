package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.token.RefreshToken;
import dev.memwarden.auth.token.RefreshTokens;
import dev.memwarden.auth.token.WorkingToken;
import dev.memwarden.auth.token.WorkingTokenId;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// What can be done with tokens once they are out: looked at and ended, by those who hold them and
/// by the keys that they came from. What was ended does not work any more when its method returns.
///
/// All methods throw [dev.memwarden.auth.StoreUnavailableException] if the store cannot answer.
public final class IssuedTokens {
  private static final String LOGGED_OUT = "logged out";
  private static final String BY_CLIENT = "revoked by its client";

  private final FamilyStore families;
  private final ClientKeys keys;
  private final RefreshTokens refreshTokens;
  private final WorkingTokenJudge judge;
  private final AuthorityListener listener;
  private final InstantSource clock;

  public IssuedTokens(
      FamilyStore families,
      ClientKeys keys,
      RefreshTokens refreshTokens,
      WorkingTokenJudge judge,
      AuthorityListener listener,
      InstantSource clock) {
    this.families = families;
    this.keys = keys;
    this.refreshTokens = refreshTokens;
    this.judge = judge;
    this.listener = listener;
    this.clock = clock;
  }

  /// What a key proves that an OAuth client shows under its id.
  public Authentication client(String id, Secret key, InetAddress from) {
    return switch (keys.shown(key, from)) {
      case Authenticated(Identity who) when !who.credential().id().equals(id) ->
          new Refused(Refusal.UNKNOWN_KEY);
      case Authenticated authenticated -> authenticated;
      case Refused refused -> refused;
    };
  }

  /// What `token` says if it works and `caller` may know: its own, those of users of its tenant if
  /// it is a service, all of its tenant if it is an admin; never beyond the caller's own places.
  public Optional<Inspection> inspect(Identity caller, Secret token) {
    Optional<Inspection> found =
        judge
            .working(token, clock.instant())
            .map(IssuedTokens::inspection)
            .or(() -> refresh(token));
    return found.filter(inspection -> mayKnow(caller, inspection.principal()));
  }

  private static Inspection inspection(WorkingToken token) {
    return new Inspection(
        token.id().toString(),
        true,
        token.client(),
        token.principal(),
        token.subject(),
        token.scope(),
        token.issuedAt(),
        token.expiresAt());
  }

  private Optional<Inspection> refresh(Secret text) {
    return refreshTokens
        .read(text)
        .flatMap(token ->
            families
                .chain(token.family())
                .filter(chain -> works(chain, token))
                .map(Chain::family)
                .map(family ->
                    new Inspection(
                        token.family() + "." + token.number(),
                        false,
                        token.client(),
                        family.principal(),
                        WorkingToken.subject(family.principal()),
                        WorkingToken.scope(family.actions()),
                        token.issuedAt(),
                        token.expiresAt())));
  }

  private boolean works(Chain chain, RefreshToken token) {
    boolean unused =
        RotationRule.decide(
                chain,
                token,
                Optional.empty(),
                token.masterKey(),
                now(),
                InetAddress.getLoopbackAddress())
            instanceof Step.Advance;
    return unused
        && keys.of(chain.family()) instanceof Authenticated(Identity key)
        && key.principal().equals(chain.family().principal())
        && key.ceiling().refusal(now()).isEmpty();
  }

  private static boolean mayKnow(Identity caller, Principal owner) {
    Principal self = caller.principal();
    boolean ofItsKind =
        switch (self.kind()) {
          case ADMIN -> true;
          case SERVICE -> owner.kind() == Principal.Kind.USER || owner.equals(self);
          case USER -> owner.equals(self);
        };
    return ofItsKind
        && self.tenant().equals(owner.tenant())
        && caller.ceiling().box().contains(KeyRecord.place(owner));
  }

  /// Ends a token of `client` (RFC 7009): a refresh token with its whole family, a working token
  /// alone. Any other text is left alone.
  ///
  /// @param client id of a key
  public void revoke(String client, Secret token) {
    Optional<RefreshToken> refresh =
        refreshTokens.read(token).filter(own -> own.client().equals(client));
    if (refresh.isPresent()) {
      boolean _ = end(refresh.get().family(), BY_CLIENT);
      return;
    }
    Optional<WorkingToken> working =
        judge.working(token, clock.instant()).filter(own -> own.client().equals(client));
    if (working.isPresent()) {
      end(working.get().id());
    }
  }

  private void end(WorkingTokenId id) {
    try {
      families.endToken(id, new Family.Ending(now(), BY_CLIENT));
    } finally {
      // Also if the store gave no answer: it may have done it all the same.
      listener.invalidate(id.toString());
    }
  }

  /// Ends the family of a token: of a refresh token, used or not, or of a working token that works.
  ///
  /// @return whether it is a token of a family that is known
  public boolean logOut(Secret token) {
    return refreshTokens
        .read(token)
        .map(RefreshToken::family)
        .or(() -> judge.working(token, clock.instant()).map(working -> working.id().family()))
        .filter(family -> end(family, LOGGED_OUT))
        .isPresent();
  }

  private boolean end(String family, String reason) {
    try {
      return families.end(family, new Family.Ending(now(), reason)).isPresent();
    } finally {
      listener.invalidate(family);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
