package dev.memwarden.auth.key;

import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Principal;
import java.util.Optional;

/// What somebody wants a new key to be.
///
/// @param principal whom it shall prove
/// @param name what its owner calls it
/// @param ceiling what it may do at most. Networks, expiry, signer and allowance that are left out,
///   and axes of the box that are open, become those of the minter's own ceiling where that one is
///   limited
public record NewKey(
    Principal principal, Optional<String> name, Optional<String> description, Ceiling ceiling) {}
