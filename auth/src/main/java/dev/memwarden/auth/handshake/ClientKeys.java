package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Authenticator;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Standing;
import java.net.InetAddress;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The keys that families hang on: what one of them proves now, and what a token of it may do at
/// most.
///
/// @param judge judges a key that is shown
/// @param standing says what one that was shown earlier is worth now
public record ClientKeys(Authenticator<Credential.ApiKey> judge, Standing standing) {

  private static final Authentication UNSIGNED = new Refused(Refusal.UNSIGNED);

  /// What a key proves that is shown from there. One whose requests must be signed proves nothing:
  /// what it was traded for would need no signature, least of all elsewhere.
  Authentication shown(Secret text, InetAddress from) {
    return unlessSigned(judge.authenticate(new Credential.ApiKey(text), from));
  }

  private static Authentication unlessSigned(Authentication answer) {
    boolean mustBeSigned =
        answer instanceof Authenticated(Identity who) && who.ceiling().signer().isPresent();
    return mustBeSigned ? UNSIGNED : answer;
  }

  /// What the key of a family proves now, wherever it is used.
  Authentication of(Family family) {
    return unlessSigned(
        standing.of(
            new Identity(
                family.principal(),
                Set.of(),
                Ceiling.of(family.actions(), family.box()),
                new CredentialRef(CredentialRef.Kind.API_KEY, family.client()))));
  }

  /// What is in both of these, used where the key may be used, until the first of them ends.
  ///
  /// @return empty if that is nothing
  static Optional<Ceiling> common(
      Set<Action> actions, Box box, Optional<Instant> end, Ceiling key) {
    EnumSet<Action> both = EnumSet.noneOf(Action.class);
    both.addAll(actions);
    both.retainAll(key.actions());
    Optional<Instant> first =
        Stream.concat(end.stream(), key.expiresAt().stream()).min(Instant::compareTo);
    return box.intersect(key.box())
        .filter(_ -> !both.isEmpty())
        .map(common ->
            new Ceiling(
                both,
                common,
                key.networks(),
                key.notBefore(),
                first,
                key.signer(),
                key.allowance()));
  }
}
