package dev.memwarden.auth.key;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.slow.SlowHash;
import java.time.Instant;
import java.util.Optional;

/// A key of another system that shall keep working.
///
/// @param owner whom it proves here
/// @param name what it was called there
/// @param evidence what is known of its text
/// @param createdAt when it was made there, if that is known
/// @param expiresAt when it ends there, if it does
public record ImportedKey(
    Principal owner,
    Optional<String> name,
    Optional<String> description,
    Evidence evidence,
    Optional<Instant> createdAt,
    Optional<Instant> expiresAt) {

  /// What is known of the text of a key.
  public sealed interface Evidence {

    /// All of it.
    record Text(Secret text) implements Evidence {}

    /// Its SHA-256.
    record Digest(KeyHash digest) implements Evidence {}

    /// A slow hash, and its text where that is known besides.
    ///
    /// @param shape what such texts look like
    record Hashed(SlowHash hash, Optional<Secret> text, TextShape shape) implements Evidence {}
  }

  /// What came of it.
  public sealed interface Outcome {

    /// It works from now on.
    ///
    /// @param recognised whether it is found by its text at once; otherwise its text has to be seen
    ///   first
    record Added(boolean recognised) implements Outcome {}

    /// It was imported before.
    record Known() implements Outcome {}

    /// It has ended, or the import has.
    record Expired() implements Outcome {}

    /// It cannot be a key here.
    ///
    /// @param reason such as `is one of API_KEYS`; never with the text
    record Refused(String reason) implements Outcome {}
  }
}
