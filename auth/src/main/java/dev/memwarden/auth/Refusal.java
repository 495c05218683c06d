package dev.memwarden.auth;

/// Why a request was refused. Wire-neutral: `server.http` gives it a status, each dialect a body.
public enum Refusal {
  /// Nothing was presented.
  NO_CREDENTIAL,
  /// What was presented can be no credential.
  UNREADABLE_CREDENTIAL,
  /// Two different credentials were presented.
  CONFLICTING_CREDENTIALS,
  /// Looks like one of our keys, but its check does not hold: mistyped or made up.
  MALFORMED_KEY,
  /// No such key.
  UNKNOWN_KEY,
  /// The id of a key is known, its secret is wrong.
  WRONG_SECRET,
  /// Meant as a token, but of no form or content that is taken.
  MALFORMED_TOKEN,
  /// A token whose algorithm is not the one of the keys for it.
  WRONG_ALGORITHM,
  /// A token of somebody whose tokens are not taken.
  UNKNOWN_ISSUER,
  /// A token that does not name its key, where there are several that it could be.
  NO_KEY_ID,
  /// A token that names a key that its issuer does not publish, or not for that algorithm.
  UNKNOWN_SIGNING_KEY,
  /// A token that none of the keys for it has signed.
  BAD_SIGNATURE,
  /// A token of another kind than is taken here.
  WRONG_TOKEN_TYPE,
  /// A token for somebody else.
  WRONG_AUDIENCE,
  /// A token that says it was issued at a time that has not come yet.
  ISSUED_IN_FUTURE,
  /// A token that names no user where it must.
  NO_SUBJECT,
  /// A token that does not say when it ends, where it must.
  NO_EXPIRY,
  /// A token for a tenant that its issuer may not speak for.
  FOREIGN_TENANT,
  /// The secret that tokens are signed with, instead of a token.
  SIGNING_SECRET,
  /// Not valid any more.
  EXPIRED,
  /// Not valid yet.
  NOT_YET_VALID,
  /// Revoked.
  REVOKED,
  /// A token or request that was to come once, and came again.
  REPLAYED,
  /// Its principal is disabled or deleted.
  DISABLED_PRINCIPAL,
  /// Not to be used from this address.
  FOREIGN_NETWORK,
  /// Not to be used on this wire.
  FOREIGN_DIALECT,
  /// Its requests must be signed, and this one is not, or came where no signature is checked.
  UNSIGNED,
  /// A signature of a request that cannot be read, or several.
  MALFORMED_SIGNATURE,
  /// A signature that leaves out something of the request that must be signed.
  INCOMPLETE_SIGNATURE,
  /// A signature that was not made with the key for it, or not of this request.
  WRONG_SIGNATURE,
  /// A signature that is too old, has ended, or comes from the future.
  UNTIMELY_SIGNATURE,
  /// A body that is not the one that was signed.
  WRONG_DIGEST,
  /// The credential or its principal may not take this action anywhere.
  ACTION_NOT_ALLOWED,
  /// The action is allowed, but nowhere in what was asked for.
  OUT_OF_REACH;

  /// Whether the caller is known and merely may not do this, as against not being known at all.
  public boolean isForbidden() {
    return this == ACTION_NOT_ALLOWED || this == OUT_OF_REACH;
  }
}
