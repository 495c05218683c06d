package dev.memwarden.auth;

import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The front door: one credential in, one identity out; that identity and its demands in, one
/// decision out.
public final class Gate {
  private static final Authentication UNSIGNED = new Refused(Refusal.UNSIGNED);

  private final Authenticators credentials;
  private final Standing standing;
  private final Supplier<Policy> policy;
  private final Optional<Authentication> everyone;
  private final News news;

  private Gate(
      Authenticators credentials,
      Standing standing,
      Supplier<Policy> policy,
      Optional<Authentication> everyone,
      News news) {
    this.credentials = credentials;
    this.standing = standing;
    this.policy = policy;
    this.everyone = everyone;
    this.news = news;
  }

  /// A gate that judges credentials.
  ///
  /// @param policy the policy in force, replaced whole
  public static Gate guarded(
      Authenticators credentials, Standing standing, Supplier<Policy> policy) {
    return new Gate(credentials, standing, policy, Optional.empty(), News.NONE);
  }

  /// A gate that judges API keys, and takes everything else for one.
  ///
  /// @param policy the policy in force, replaced whole
  public static Gate guarded(
      Authenticator<Credential.ApiKey> keys, Standing standing, Supplier<Policy> policy) {
    return guarded(Authenticators.of(keys), standing, policy);
  }

  /// A gate that takes every caller for `everyone`, whatever it presents: authentication is
  /// switched off. Policy still decides.
  public static Gate open(
      Identity everyone,
      Authenticator<Credential.ApiKey> keys,
      Standing standing,
      Supplier<Policy> policy) {
    return new Gate(
        Authenticators.of(keys),
        standing,
        policy,
        Optional.of(new Authenticated(everyone)),
        News.NONE);
  }

  /// The same gate, which also judges again what had been judged before a change.
  public Gate hearing(News news) {
    return new Gate(credentials, standing, policy, everyone, news);
  }

  /// Who presents `credential` from address `from`. May block on a store. A credential whose
  /// requests must be signed is refused: nobody here can tell whether this one is.
  ///
  /// @throws StoreUnavailableException if that cannot be known now
  public Authentication authenticate(Credential credential, InetAddress from) {
    Authentication answer = recognise(credential, from);
    return mustBeSigned(answer) ? UNSIGNED : answer;
  }

  /// The same, also for a credential whose requests must be signed: whoever asks this must see to
  /// it that [Ceiling#signer] has signed.
  ///
  /// @throws StoreUnavailableException if that cannot be known now
  public Authentication recognise(Credential credential, InetAddress from) {
    if (everyone.isPresent()) {
      return everyone.get();
    }
    return switch (credential) {
      case Credential.ApiKey key -> credentials.authenticate(key, from);
      case Credential.Bearer token -> credentials.authenticate(token, from);
      case Credential.Conflicting _ -> new Refused(Refusal.CONFLICTING_CREDENTIALS);
      case Credential.Unreadable _ -> new Refused(Refusal.UNREADABLE_CREDENTIAL);
      case Credential.None _ -> new Refused(Refusal.NO_CREDENTIAL);
    };
  }

  /// The answer of [#authenticate] where memory alone can give it, without blocking; empty
  /// otherwise, and for a credential whose requests must be signed.
  public Optional<Authentication> ifCached(Credential credential, InetAddress from) {
    if (everyone.isPresent()) {
      return everyone;
    }
    return switch (credential) {
      case Credential.ApiKey key ->
          credentials.ifCached(key, from).filter(answer -> !mustBeSigned(answer));
      case Credential.Bearer token ->
          credentials.ifCached(token, from).filter(answer -> !mustBeSigned(answer));
      case Credential.Conflicting _, Credential.Unreadable _, Credential.None _ ->
          Optional.of(authenticate(credential, from));
    };
  }

  private static boolean mustBeSigned(Authentication answer) {
    return answer instanceof Authenticated(Identity who) && who.ceiling().signer().isPresent();
  }

  /// Whether `who` may have all of `demands`, and where.
  public Decision decide(Identity who, List<Demand> demands) {
    return policy.get().decide(who, demands);
  }

  /// How many changes are known by now. Whoever asks before somebody is authenticated can find out
  /// later whether that still holds.
  public long known() {
    return news.count();
  }

  /// Who `who` is now, who was authenticated when so many changes were `known`. Costs nothing as
  /// long as there was none since.
  ///
  /// @throws StoreUnavailableException if that cannot be known now
  public Authentication again(Identity who, long known) {
    return news.count() == known
        ? new Authenticated(who)
        : everyone.orElseGet(() -> standing.of(who));
  }

  /// Makes sure that what was read by `given` may be shown: whoever took that right away, on
  /// whichever server, before it was written can rely on it. So this is asked after the reading.
  ///
  /// @param known as [#again] has it
  /// @throws StoreUnavailableException if something has changed meanwhile, or nobody knows: who
  ///   asks again gets an answer by what holds then
  public void confirm(Allow given, List<Demand> demands, long known) {
    news.hear();
    boolean same =
        again(given.identity(), known) instanceof Authenticated(Identity now)
            && given.allowsTheSame(decide(now, demands));
    if (!same) {
      throw new StoreUnavailableException("what may be shown has changed since it was looked up");
    }
  }

  /// Asks again for a job or stream: is its credential still good, and does policy still allow it?
  ///
  /// @throws StoreUnavailableException if that cannot be known now
  public Decision renew(Mandate mandate) {
    return switch (everyone.orElseGet(() -> standing.of(mandate.origin()))) {
      case Authenticated(var identity)
          when identity.principal().equals(mandate.origin().principal()) ->
          decide(identity, mandate.demands());
      case Authenticated _ -> new Deny(Refusal.UNKNOWN_KEY, mandate.demands().getFirst());
      case Refused(var why) -> new Deny(why, mandate.demands().getFirst());
    };
  }
}
