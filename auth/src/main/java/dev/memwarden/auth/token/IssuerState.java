package dev.memwarden.auth.token;

import java.time.Instant;
import java.util.Optional;

/// What is known of the keys of an issuer.
///
/// @param keys how many there are; 0 before they were fetched first
/// @param fetchedAt when they were fetched last
/// @param failingSince when it began that nothing could be fetched; empty if the last attempt
///   succeeded, or there was none
public record IssuerState(int keys, Optional<Instant> fetchedAt, Optional<Instant> failingSince) {}
