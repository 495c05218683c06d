package dev.memwarden.server.issuer;

import dev.memwarden.auth.token.IssuerRules;
import java.net.URI;
import java.util.Optional;

/// An issuer as it is configured.
///
/// @param keys where its keys are, if the operator says so
public record KnownIssuer(IssuerRules rules, Optional<URI> keys) {}
