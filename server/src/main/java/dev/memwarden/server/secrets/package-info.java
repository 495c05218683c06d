/// Secrets that are kept elsewhere: what `vault:` and `aws-sm:` stand for is fetched when a setting
/// is asked for, once per start.
///
/// [SecretReference] says which secret is meant, [SecretStores] asks whoever keeps it. Both
/// protocols are a single request each, so no client library is needed; nothing here is loaded
/// while no reference is used.
@NullMarked
package dev.memwarden.server.secrets;

import org.jspecify.annotations.NullMarked;
