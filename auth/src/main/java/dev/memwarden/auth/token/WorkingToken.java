package dev.memwarden.auth.token;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A short-lived token that is sent with requests in place of a key.
///
/// @param client id of the key that it came from
/// @param ceiling what it may do at most, and where and from where; the times in it are those of
///   the token
/// @param issuedAt whole seconds
/// @param expiresAt whole seconds
public record WorkingToken(
    WorkingTokenId id,
    String client,
    Principal principal,
    Ceiling ceiling,
    Instant issuedAt,
    Instant expiresAt) {

  public WorkingToken {
    ceiling =
        new Ceiling(
            ceiling.actions(),
            ceiling.box(),
            ceiling.networks(),
            Optional.of(issuedAt),
            Optional.of(expiresAt),
            ceiling.signer(),
            ceiling.allowance());
  }

  /// What it proves.
  public Identity identity() {
    return new Identity(
        principal,
        Set.of(),
        ceiling,
        new CredentialRef(CredentialRef.Kind.WORKING_JWT, id.toString(), Optional.of(client)));
  }

  /// `sub`: see [#subject(Principal)].
  public String subject() {
    return subject(principal);
  }

  /// `principal` as one text, different for each (RFC 7519 §4.1.2).
  public static String subject(Principal principal) {
    return TokenSubject.of(principal);
  }

  /// Its actions as a scope (RFC 6749 §3.3), always in the same order.
  public String scope() {
    return scope(ceiling.actions());
  }

  /// `actions` as a scope.
  public static String scope(Set<Action> actions) {
    return actions.stream().sorted().map(Action::word).collect(Collectors.joining(" "));
  }
}
