package dev.memwarden.memory;

import java.time.Instant;
import java.util.Optional;

/// What is remembered of one owner under one session id. Ids are the clients' own, so two owners
/// may have the same.
///
/// @param user the owner; empty for what nobody owns
/// @param startedAt when the first of its memories in reach was made
/// @param updatedAt when one of them last changed
public record Session(
    String tenant, Optional<String> user, String id, Instant startedAt, Instant updatedAt) {}
