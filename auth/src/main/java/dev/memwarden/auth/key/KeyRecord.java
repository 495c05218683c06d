package dev.memwarden.auth.key;

import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import java.time.Instant;
import java.util.Optional;

/// What is stored about one API key; never the key itself.
///
/// @param id public, unique, random; part of the key's text
/// @param principal whom the key proves
/// @param name what its owner calls it
/// @param ceiling what it may do at most, until when, and from where
/// @param hash proof of the key's text
/// @param revocation when and why it was revoked, if it was
/// @param replacedBy id of its successor, if it was rotated
/// @param lastUsedAt when it was last used, to the minute
public record KeyRecord(
    String id,
    Principal principal,
    Optional<String> name,
    Optional<String> description,
    Ceiling ceiling,
    KeyProof hash,
    Instant createdAt,
    Optional<Revocation> revocation,
    Optional<String> replacedBy,
    Optional<Instant> lastUsedAt) {

  /// When a key was revoked, and why.
  public record Revocation(Instant at, String reason) {}

  /// Where the key lies for whoever manages keys: see [#place(Principal)].
  public Place place() {
    return place(principal);
  }

  /// Where the keys of `owner` lie: in a user's own place; those of services and admins where there
  /// is no user, so that no user's reach ever has them. Stores check the reach of a proof with
  /// this.
  public static Place place(Principal owner) {
    Optional<String> user =
        switch (owner.kind()) {
          case USER -> Optional.of(owner.id());
          case SERVICE, ADMIN -> Optional.empty();
        };
    return new Place(owner.tenant(), user, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// The same key, ending at `end` at the latest and followed by `successor`.
  public KeyRecord rotated(Instant end, String successor) {
    Optional<Instant> earlier = ceiling.expiresAt().filter(own -> own.isBefore(end));
    return new KeyRecord(
        id,
        principal,
        name,
        description,
        ceiling.expiring(earlier.or(() -> Optional.of(end))),
        hash,
        createdAt,
        revocation,
        Optional.of(successor),
        lastUsedAt);
  }

  /// The same key, revoked; the first revocation stays.
  public KeyRecord revoked(Revocation now) {
    return new KeyRecord(
        id,
        principal,
        name,
        description,
        ceiling,
        hash,
        createdAt,
        revocation.or(() -> Optional.of(now)),
        replacedBy,
        lastUsedAt);
  }
}
