package dev.memwarden.auth.token;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Authenticator;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Standing;
import dev.memwarden.auth.key.AuthorityCache;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.Freshness;
import dev.memwarden.auth.key.KeyHash;
import dev.memwarden.auth.token.JsonValue.Text;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Judges bearer tokens, each by the one judge of its kind: nobody else is asked, whatever comes of
/// it.
///
/// - **What a token says of itself** chooses who judges it, and is believed in nothing else: HS256
///   is for the shared secret; every other algorithm for the issuer that `iss` names, exactly.
/// - **What a judge and the store say** of a token that is good as far as time goes is remembered
///   by the digest of its whole text, for all kinds in one place, as long as its judge says; time
///   and network are judged on every request.
/// - **Changes** count once [#invalidate] or [#invalidateAll] has returned.
///
/// Thread-safe.
public final class TokenJudges
    implements Authenticator<Credential.Bearer>, Standing, AuthorityListener {

  /// How many verified tokens are remembered.
  private static final long CACHE_SIZE = 50_000;

  private static final Authentication MALFORMED = new Refused(Refusal.MALFORMED_TOKEN);
  private static final Choice WRONG_ALGORITHM = new Nobody(new Refused(Refusal.WRONG_ALGORITHM));
  private static final Choice UNKNOWN_ISSUER = new Nobody(new Refused(Refusal.UNKNOWN_ISSUER));
  private static final Choice NO_OBJECT = new Nobody(MALFORMED);

  private final Optional<One> sharedSecret;
  private final Optional<Own> own;
  private final Map<String, One> issuers;
  private final Map<CredentialRef.Kind, TokenJudge> kinds = new EnumMap<>(CredentialRef.Kind.class);
  private final InstantSource clock;
  private final AuthorityCache<KeyHash, Kept> cache;

  /// @param sharedSecret judges what HS256 signs, if anybody does
  /// @param issuers judge what is signed with public keys, by the `iss` of their tokens
  public TokenJudges(
      Optional<? extends TokenJudge> sharedSecret,
      Map<String, ? extends TokenJudge> issuers,
      InstantSource clock) {
    this(sharedSecret, Optional.empty(), issuers, clock);
  }

  /// @param own judges what this server has signed itself
  public TokenJudges(
      Optional<? extends TokenJudge> sharedSecret,
      Optional<Own> own,
      Map<String, ? extends TokenJudge> issuers,
      InstantSource clock) {
    this(sharedSecret, own, issuers, clock, Freshness.ALWAYS);
  }

  /// @param own judges what this server has signed itself
  /// @param freshness whether verified tokens may be remembered
  public TokenJudges(
      Optional<? extends TokenJudge> sharedSecret,
      Optional<Own> own,
      Map<String, ? extends TokenJudge> issuers,
      InstantSource clock,
      Freshness freshness) {
    this.sharedSecret = sharedSecret.map(One::new);
    this.own = own;
    this.cache = new AuthorityCache<>(CACHE_SIZE, freshness);
    this.issuers =
        issuers.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> new One(e.getValue())));
    this.clock = clock;
    sharedSecret.ifPresent(judge -> kinds.put(judge.kind(), judge));
    own.ifPresent(self -> kinds.put(self.judge().kind(), self.judge()));
    issuers.values().forEach(judge -> kinds.put(judge.kind(), judge));
  }

  /// This server as an issuer.
  ///
  /// @param issuer its name, which it may not know before it listens; no other issuer has it
  public record Own(Supplier<Optional<String>> issuer, TokenJudge judge) {
    private boolean isNamed(String name) {
      return issuer.get().filter(name::equals).isPresent();
    }
  }

  /// What was found out about a token.
  private sealed interface Finding {}

  /// It proves nobody, and is looked at again whenever it comes.
  private record Unproved(Refused why) implements Finding {}

  /// It proves somebody.
  ///
  /// @param until when it has to be found out again
  private record Kept(Authentication answer, Optional<Instant> until) implements Finding {
    static Kept of(Authentication answer, Optional<Duration> memory, Instant now) {
      return new Kept(answer, memory.map(now::plus));
    }
  }

  /// Who judges a token.
  private sealed interface Choice {}

  private record One(TokenJudge judge) implements Choice {}

  private record Nobody(Authentication answer) implements Choice {}

  @Override
  public Authentication authenticate(Credential.Bearer token, InetAddress from) {
    KeyHash digest = KeyHash.of(token.text());
    Optional<Authentication> known = known(digest, from);
    if (known.isPresent()) {
      return known.get();
    }
    return PresentedToken.lend(token.text(), presented -> judged(presented, digest, from))
        .orElse(MALFORMED);
  }

  /// Only a token that is good so far, or one whose judge has much to do, has to leave the event
  /// loop.
  @Override
  public Optional<Authentication> ifCached(Credential.Bearer token, InetAddress from) {
    Optional<Authentication> known = known(KeyHash.of(token.text()), from);
    if (known.isPresent()) {
      return known;
    }
    return PresentedToken.lend(token.text(), this::quick)
        .orElse(Optional.of(MALFORMED))
        .filter(Refused.class::isInstance);
  }

  /// Networks are not judged: the token was admitted from one of them earlier.
  @Override
  public Authentication of(Identity proved) {
    TokenJudge judge = kinds.get(proved.credential().kind());
    if (judge == null) {
      return new Refused(Refusal.UNKNOWN_KEY);
    }
    Authentication stored =
        cache.read(() -> Optional.of(judge.asStored(proved))).value().orElseThrow();
    return switch (stored) {
      case Refused refused -> refused;
      case Authenticated(Identity identity) ->
          identity
              .ceiling()
              .refusal(clock.instant())
              .<Authentication>map(Refused::new)
              .orElse(stored);
    };
  }

  /// Whose token it is, whether or not it still works and is for this server; empty if no judge has
  /// anything to do with it. May block.
  ///
  /// @throws dev.memwarden.auth.StoreUnavailableException if that cannot be known now
  Optional<Identity> signedFor(Secret token) {
    return PresentedToken.lend(
            token,
            presented ->
                switch (choose(presented.jws())) {
                  case Nobody _ -> Optional.<Identity>empty();
                  case One(TokenJudge judge) -> judge.signedFor(presented);
                })
        .flatMap(owner -> owner);
  }

  /// Ids of credentials do not lead to the digests that tokens are remembered by.
  @Override
  public void invalidate(String id) {
    if (kinds.values().stream().anyMatch(judge -> judge.isConcernedBy(id))) {
      cache.invalidateAll();
    }
  }

  @Override
  public void invalidateAll() {
    cache.invalidateAll();
  }

  private Authentication judged(PresentedToken token, KeyHash digest, InetAddress from) {
    return switch (choose(token.jws())) {
      case Nobody(Authentication answer) -> answer;
      case One(TokenJudge judge) -> {
        // The signature too: a key that is taken back while it is checked proves nothing.
        AuthorityCache.Reading<Finding> reading = cache.read(() -> Optional.of(find(judge, token)));
        yield switch (reading.value().orElseThrow()) {
          case Unproved(Refused why) -> why;
          case Kept kept -> {
            cache.keep(digest, new AuthorityCache.Reading<>(Optional.of(kept), reading.readAt()));
            yield now(kept.answer(), from);
          }
        };
      }
    };
  }

  private Finding find(TokenJudge judge, PresentedToken token) {
    Instant now = clock.instant();
    return switch (judge.verify(token, now)) {
      case Refused refused -> new Unproved(refused);
      case Authenticated(Identity identity) ->
          Kept.of(judge.asStored(identity), judge.memory(), now);
    };
  }

  private Optional<Authentication> known(KeyHash digest, InetAddress from) {
    Optional<Kept> kept = cache.find(digest);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> until = kept.get().until();
    return until.isPresent() && !clock.instant().isBefore(until.get())
        ? Optional.empty()
        : Optional.of(now(kept.get().answer(), from));
  }

  private Optional<Authentication> quick(PresentedToken token) {
    return switch (choose(token.jws())) {
      case Nobody(Authentication answer) -> Optional.of(answer);
      case One(TokenJudge judge) -> judge.ifQuick(token, clock.instant());
    };
  }

  private Choice choose(CompactJws jws) {
    String algorithm = jws.header().algorithm();
    if (algorithm.equals(HmacKey.ALGORITHM)) {
      return sharedSecret.isPresent() ? sharedSecret.get() : WRONG_ALGORITHM;
    }
    if (issuers.isEmpty() && own.isEmpty() || SignatureAlgorithm.of(algorithm).isEmpty()) {
      return WRONG_ALGORITHM;
    }
    Optional<JsonValue.Members> claims = jws.object();
    if (claims.isEmpty()) {
      return NO_OBJECT;
    }
    return claims.get().member("iss").orElse(null) instanceof Text(String issuer)
        ? named(issuer)
        : UNKNOWN_ISSUER;
  }

  private Choice named(String issuer) {
    if (own.isPresent() && own.get().isNamed(issuer)) {
      return new One(own.get().judge());
    }
    One named = issuers.get(issuer);
    return named == null ? UNKNOWN_ISSUER : named;
  }

  private Authentication now(Authentication answer, InetAddress from) {
    return switch (answer) {
      case Refused refused -> refused;
      case Authenticated(Identity identity) ->
          identity
              .ceiling()
              .refusal(clock.instant(), from)
              .<Authentication>map(Refused::new)
              .orElse(answer);
    };
  }
}
