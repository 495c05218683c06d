package dev.memwarden.auth.key;

import dev.memwarden.auth.slow.SlowHash;
import java.time.Instant;
import java.util.Optional;

/// A token as another system keeps it.
///
/// @param hash of its text
/// @param description what it was called there
/// @param createdAt when it was made there, if that is known
/// @param expiresAt when it stops to work, if it does: at this very instant it no longer does
public record ForeignToken(
    SlowHash hash,
    Optional<String> description,
    Optional<Instant> createdAt,
    Optional<Instant> expiresAt) {}
