package dev.memwarden.auth;

/// The answer to "who is this?".
public sealed interface Authentication {

  /// The credential proves this identity.
  record Authenticated(Identity identity) implements Authentication {}

  /// It proves nothing, for this reason. The reason goes to the log, never to the caller.
  record Refused(Refusal why) implements Authentication {}
}
