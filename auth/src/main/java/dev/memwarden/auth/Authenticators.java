package dev.memwarden.auth;

import dev.memwarden.auth.Authentication.Refused;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;

/// One authenticator for each kind of credential: the form of a text decides who judges it, and
/// nobody else is asked.
public final class Authenticators {
  private static final Authentication SIGNING_SECRET = new Refused(Refusal.SIGNING_SECRET);

  private final Authenticator<Credential.ApiKey> keys;
  private final Optional<Authenticator<Credential.Bearer>> tokens;
  private final Predicate<Secret> isKey;
  private final Predicate<Secret> isSigningSecret;

  private Authenticators(
      Authenticator<Credential.ApiKey> keys,
      Optional<Authenticator<Credential.Bearer>> tokens,
      Predicate<Secret> isKey,
      Predicate<Secret> isSigningSecret) {
    this.keys = keys;
    this.tokens = tokens;
    this.isKey = isKey;
    this.isSigningSecret = isSigningSecret;
  }

  /// API keys alone. A text in the form of a token is taken for a key, too.
  public static Authenticators of(Authenticator<Credential.ApiKey> keys) {
    return new Authenticators(keys, Optional.empty(), _ -> true, _ -> false);
  }

  /// API keys and tokens.
  ///
  /// @param isKey whether a text in the form of a token is a key all the same: one that the
  ///   configuration names, found by all of its text
  /// @param isSigningSecret whether a text that proves nothing is the secret that tokens are signed
  ///   with: somebody took the one for the other
  public static Authenticators of(
      Authenticator<Credential.ApiKey> keys,
      Authenticator<Credential.Bearer> tokens,
      Predicate<Secret> isKey,
      Predicate<Secret> isSigningSecret) {
    return new Authenticators(keys, Optional.of(tokens), isKey, isSigningSecret);
  }

  Authentication authenticate(Credential.ApiKey key, InetAddress from) {
    return explained(keys.authenticate(key, from), key.text());
  }

  Authentication authenticate(Credential.Bearer token, InetAddress from) {
    return tokens.isEmpty() || isKey.test(token.text())
        ? authenticate(new Credential.ApiKey(token.text()), from)
        : explained(tokens.get().authenticate(token, from), token.text());
  }

  Optional<Authentication> ifCached(Credential.ApiKey key, InetAddress from) {
    return keys.ifCached(key, from).map(answer -> explained(answer, key.text()));
  }

  Optional<Authentication> ifCached(Credential.Bearer token, InetAddress from) {
    return tokens.isEmpty() || isKey.test(token.text())
        ? ifCached(new Credential.ApiKey(token.text()), from)
        : tokens.get().ifCached(token, from).map(answer -> explained(answer, token.text()));
  }

  private Authentication explained(Authentication answer, Secret text) {
    return answer instanceof Refused && isSigningSecret.test(text) ? SIGNING_SECRET : answer;
  }
}
