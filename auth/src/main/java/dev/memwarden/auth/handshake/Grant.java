package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.token.WorkingToken;
import java.time.Duration;

/// What a key or a refresh token was traded for.
///
/// @param token what the working token says
/// @param access the working token itself
/// @param refresh its refresh token
/// @param accessLasts how long the one works, in whole seconds
/// @param refreshLasts how long the other does
public record Grant(
    WorkingToken token,
    Secret access,
    Secret refresh,
    Duration accessLasts,
    Duration refreshLasts) {}
