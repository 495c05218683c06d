package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Principal;
import java.time.Instant;

/// What a token that works says, for those who may know.
///
/// @param id its `jti`
/// @param subject its `sub`
/// @param isWorking whether it is a working token; else it is a refresh token
/// @param client id of the key that it came from
public record Inspection(
    String id,
    boolean isWorking,
    String client,
    Principal principal,
    String subject,
    String scope,
    Instant issuedAt,
    Instant expiresAt) {}
