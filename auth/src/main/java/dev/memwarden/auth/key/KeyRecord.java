package dev.memwarden.auth.key;

import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Principal;
import java.time.Instant;
import java.util.Optional;

/// What is stored about one API key; never the key itself.
///
/// @param id public, unique, random; part of the key's text
/// @param principal whom the key proves
/// @param name what its owner calls it
/// @param ceiling what it may do at most, until when, and from where
/// @param hash proof of the key's text, as `alg$params$hash`
/// @param revocation when and why it was revoked, if it was
/// @param replacedBy id of its successor, if it was rotated
/// @param lastUsedAt when it was last used, to the minute
public record KeyRecord(
    String id,
    Principal principal,
    Optional<String> name,
    Optional<String> description,
    Ceiling ceiling,
    KeyHash hash,
    Instant createdAt,
    Optional<Revocation> revocation,
    Optional<String> replacedBy,
    Optional<Instant> lastUsedAt) {

  /// When a key was revoked, and why.
  public record Revocation(Instant at, String reason) {}
}
