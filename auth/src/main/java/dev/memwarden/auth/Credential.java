package dev.memwarden.auth;

/// What a caller presents to prove who it is: exactly one per request.
///
/// The edge reads the wire and makes one of these; nothing further in ever sees a header.
public sealed interface Credential {

  /// An API key, of our own format or of another system's. Its text decides how it is found.
  record ApiKey(Secret text) implements Credential {}

  /// A signed token, not yet verified: nothing may be read from it (RFC 6750 §2.1).
  record Bearer(Secret text) implements Credential {}

  /// Two credentials that differ. Answered 400, never "the first one wins" (RFC 6750 §2).
  record Conflicting() implements Credential {}

  /// Something was presented that can be no credential: an unknown scheme, bad encoding, too long.
  record Unreadable() implements Credential {}

  /// Nothing was presented. A value, so that forgetting to check is impossible.
  record None() implements Credential {}
}
