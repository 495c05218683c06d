package dev.memwarden.server.http;

import dev.memwarden.auth.Secret;

/// What an OAuth client says of itself (RFC 6749 §2.3.1). Not verified.
public record Client(String id, Secret secret) {}
