/// Signed tokens (JSON Web Tokens, RFC 7519): read, verified, minted, and turned into identities.
///
/// A text that looks like a token ([TokenShape]) is taken apart by [CompactJws], whose signature a
/// [VerificationKey] checks: each key is of exactly one algorithm, and nothing in a token chooses
/// another. Only then are its [Claims] read, by the [TokenRules] of its kind. JWE is not known at
/// all. [TokenJudges] has one [TokenJudge] for each kind: [SharedSecretJudge] for those that were
/// signed with a secret of the configuration, [IssuerJudge] for those of an identity provider
/// ([Issuer]), whose documents come through [IssuerDocuments].
@NullMarked
package dev.memwarden.auth.token;

import org.jspecify.annotations.NullMarked;
