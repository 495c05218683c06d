/// The handshake as standard OAuth 2.0: tokens (RFC 6749), their revocation (RFC 7009) and
/// introspection (RFC 7662), and the documents that clients and verifiers find all of that by (RFC
/// 8414, RFC 9728, RFC 7517). A client is a key: its id is the client id, its text the secret.
@NullMarked
package dev.memwarden.server.oauth;

import org.jspecify.annotations.NullMarked;
