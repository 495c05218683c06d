/// API keys: their text, how they are kept and found, and what can be done with them.
///
/// [KeyAuthenticator] judges a presented key, [KeyService] issues, rotates and revokes; both see
/// stored keys through the port [KeyStore], and users through [UserStore].
@NullMarked
package dev.memwarden.auth.key;

import org.jspecify.annotations.NullMarked;
