package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.handshake.Outcome.Denied;
import dev.memwarden.auth.handshake.Outcome.Granted;
import dev.memwarden.auth.handshake.Outcome.ScopeExceeded;
import dev.memwarden.auth.handshake.Outcome.TooOften;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.limit.Admission;
import dev.memwarden.auth.limit.Limiter;
import dev.memwarden.auth.token.RefreshToken;
import dev.memwarden.auth.token.RefreshTokens;
import dev.memwarden.auth.token.SigningKey;
import dev.memwarden.auth.token.WorkingToken;
import dev.memwarden.auth.token.WorkingTokenId;
import dev.memwarden.auth.token.WorkingTokens;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Trades a key for tokens, and a refresh token for the next ones. What a token may do is within
/// what its key may do and what was asked for; it never grows.
///
/// All methods throw [StoreUnavailableException] if the store cannot answer.
public final class Handshake {

  /// How long a working token works.
  public static final Duration WORKING = Duration.ofMinutes(5);

  private final FamilyStore families;
  private final ClientKeys keys;
  private final RefreshTokens refreshTokens;
  private final SigningKeys signing;
  private final Supplier<Optional<String>> issuer;
  private final AuthorityListener listener;
  private final Consumer<Family> alarm;
  private final SecureRandom random;
  private final InstantSource clock;

  /// @param issuer this server's name in tokens; empty as long as it does not know it
  /// @param alarm hears of each family that ends because somebody has kept a used token
  public Handshake(
      FamilyStore families,
      ClientKeys keys,
      RefreshTokens refreshTokens,
      SigningKeys signing,
      Supplier<Optional<String>> issuer,
      AuthorityListener listener,
      Consumer<Family> alarm,
      SecureRandom random,
      InstantSource clock) {
    this.families = families;
    this.keys = keys;
    this.refreshTokens = refreshTokens;
    this.signing = signing;
    this.issuer = issuer;
    this.listener = listener;
    this.alarm = alarm;
    this.random = random;
    this.clock = clock;
  }

  /// Opens a family.
  ///
  /// @param client the id that the key must have, if the caller names one
  /// @param wanted all that the tokens shall allow; empty for all that the key does
  /// @param limits count it, once it is known whose key that is
  public Outcome open(
      Secret key,
      Optional<String> client,
      Optional<Set<Action>> wanted,
      InetAddress from,
      Limiter limits) {
    return switch (keys.shown(key, from)) {
      case Refused(Refusal why) -> new Denied(why);
      case Authenticated(Identity who)
          when client.filter(id -> !id.equals(who.credential().id())).isPresent() ->
          new Denied(Refusal.UNKNOWN_KEY);
      case Authenticated(Identity who) ->
          switch (limits.admit(who, from)) {
            case Admission.Exceeded limit -> new TooOften(limit);
            case Admission.Admitted _ -> open(who, wanted);
          };
    };
  }

  private Outcome open(Identity who, Optional<Set<Action>> wanted) {
    Ceiling limit = who.ceiling();
    Set<Action> actions = wanted.orElse(limit.actions());
    if (!limit.actions().containsAll(actions)) {
      return new ScopeExceeded();
    }
    Instant now = now();
    Instant latest = now.plus(RotationRule.ABSOLUTE);
    Family family =
        new Family(
            WorkingTokenId.mintFamily(random),
            who.credential().id(),
            who.principal(),
            actions,
            limit.box(),
            now,
            limit.expiresAt().filter(end -> end.isBefore(latest)).orElse(latest),
            Optional.empty());
    RefreshToken first = RotationRule.first(family, refreshTokens.masterKey());
    // Before anything is stored: a key that cannot sign must not leave a family behind.
    Signer signer = signer();
    long seq = families.open(family, first);
    return grant(family, first, actions, limit, signer, seq, now);
  }

  /// Trades a refresh token.
  ///
  /// @param client the id that its key must have, if the caller names one
  /// @param wanted all that the working token shall allow; empty for all that the family does
  /// @param limits count it for its key, once it is known that this stands
  public Outcome refresh(
      Secret token,
      Optional<String> client,
      Optional<Set<Action>> wanted,
      InetAddress from,
      Limiter limits) {
    Optional<RefreshToken> presented = refreshTokens.read(token);
    if (presented.isEmpty()) {
      return new Denied(Refusal.BAD_SIGNATURE);
    }
    RefreshToken own = presented.get();
    if (client.filter(id -> !id.equals(own.client())).isPresent()) {
      return new Denied(Refusal.UNKNOWN_KEY);
    }
    Optional<Family> found = families.find(own.family()).map(FamilyStore.Known::family);
    if (found.isEmpty()) {
      return new Denied(Refusal.REVOKED);
    }
    Family family = found.get();
    Set<Action> actions = wanted.orElse(family.actions());
    if (!family.actions().containsAll(actions)) {
      return new ScopeExceeded();
    }
    return switch (keys.of(family)) {
      case Refused(Refusal why) ->
          turn(own, family, actions, Optional.of(why), Optional.empty(), from);
      case Authenticated(Identity key) -> {
        Optional<Refusal> hindrance =
            key.principal().equals(family.principal())
                ? key.ceiling().refusal(now(), from)
                : Optional.of(Refusal.REVOKED);
        yield hindrance.isEmpty() && limits.admit(key, from) instanceof Admission.Exceeded limit
            ? new TooOften(limit)
            : turn(own, family, actions, hindrance, Optional.of(key.ceiling()), from);
      }
    };
  }

  private Outcome turn(
      RefreshToken presented,
      Family family,
      Set<Action> actions,
      Optional<Refusal> hindrance,
      Optional<Ceiling> limit,
      InetAddress from) {
    Instant now = now();
    Signer signer = signer();
    Optional<FamilyStore.Taken> taken =
        families.turn(
            family.id(),
            chain ->
                RotationRule.decide(
                    chain, presented, hindrance, refreshTokens.masterKey(), now, from));
    if (taken.isEmpty()) {
      return new Denied(Refusal.REVOKED);
    }
    long seq = taken.get().seq();
    return switch (taken.get().step()) {
      case Step.Advance(RefreshToken successor, _, _) ->
          grant(family, successor, actions, limit.orElseThrow(), signer, seq, now);
      case Step.Repeat(RefreshToken successor) ->
          grant(family, successor, actions, limit.orElseThrow(), signer, seq, now);
      case Step.Refuse(Refusal why) -> new Denied(why);
      case Step.Kill _ -> {
        listener.invalidate(family.id());
        alarm.accept(family);
        yield new Denied(Refusal.REPLAYED);
      }
    };
  }

  private Outcome grant(
      Family family,
      RefreshToken refresh,
      Set<Action> actions,
      Ceiling limit,
      Signer signer,
      long seq,
      Instant now) {
    Instant issued = now.truncatedTo(ChronoUnit.SECONDS);
    Optional<Ceiling> ceiling =
        ClientKeys.common(actions, family.box(), Optional.of(family.endsAt()), limit);
    if (ceiling.isEmpty()) {
      return new Denied(Refusal.ACTION_NOT_ALLOWED);
    }
    Instant latest = issued.plus(WORKING);
    Instant end = ceiling.get().expiresAt().filter(first -> first.isBefore(latest)).orElse(latest);
    WorkingToken token =
        new WorkingToken(
            WorkingTokenId.mint(family.id(), seq, random),
            family.client(),
            family.principal(),
            ceiling.get(),
            issued,
            end.truncatedTo(ChronoUnit.SECONDS));
    return new Granted(
        new Grant(
            token,
            WorkingTokens.write(token, signer.issuer(), signer.key()),
            refreshTokens.write(refresh),
            Duration.between(issued, token.expiresAt()),
            Duration.between(issued, refresh.expiresAt())));
  }

  private record Signer(String issuer, SigningKey key) {}

  private Signer signer() {
    String name =
        issuer
            .get()
            .orElseThrow(() ->
                new StoreUnavailableException("the server does not know its own address yet"));
    return new Signer(name, signing.signer());
  }

  // As exact as every store keeps it.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
