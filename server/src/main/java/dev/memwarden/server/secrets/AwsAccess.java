package dev.memwarden.server.secrets;

import dev.memwarden.auth.Secret;
import java.net.URI;
import java.util.Optional;

/// How to reach AWS Secrets Manager.
///
/// @param region such as `eu-central-1`; empty to take it from ARNs
/// @param endpoint empty for the public one of the region
/// @param sessionToken with keys that were lent for a while
public record AwsAccess(
    Optional<String> region,
    Optional<URI> endpoint,
    String accessKeyId,
    Secret secretAccessKey,
    Optional<Secret> sessionToken) {}
