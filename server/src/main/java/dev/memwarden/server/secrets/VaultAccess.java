package dev.memwarden.server.secrets;

import dev.memwarden.auth.Secret;
import java.net.URI;
import java.util.Optional;

/// How to reach a Vault.
///
/// @param address such as `https://vault.example.com:8200`
/// @param namespace for those that have them
public record VaultAccess(URI address, Secret token, Optional<String> namespace) {}
