package dev.memwarden.server.own;

import dev.memwarden.auth.Ceiling;
import java.util.Optional;

/// What a caller wants a new key to be; whose it will be is said elsewhere.
///
/// @param ceiling open axes of the box, and networks, an end, a signer and an allowance that are
///   left out, become those of the caller's own key
public record KeyWish(Optional<String> name, Optional<String> description, Ceiling ceiling) {}
