/// Signed requests: HTTP message signatures (RFC 9421) of Ed25519 keys, with digests of bodies (RFC
/// 9530).
///
/// [RequestVerifier] says whether the one signature of a request is good; [SignedMessage] is what
/// it needs to know of the request. Which keys demand signatures is in
/// [dev.memwarden.auth.Ceiling#signer].
@NullMarked
package dev.memwarden.auth.signature;

import org.jspecify.annotations.NullMarked;
