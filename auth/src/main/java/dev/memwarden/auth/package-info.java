/// Who may touch which memory, decided without HTTP, JSON, a database, or threads of its own.
///
/// Read in this order: [Credential], [Authenticator], [Identity], [Policy], [Decision]. [Gate]
/// joins them. Where something is stored is a [Place]; what may be touched is a [Reach]; a
/// [Ceiling] is the most that one credential may do. Only [Policy] makes an [Allow], and whatever
/// touches memory demands one.
///
/// Refusals are values ([Refusal]); exceptions mean that the answer is not known
/// ([StoreUnavailableException]). This package depends on the JDK alone.
@NullMarked
package dev.memwarden.auth;

import org.jspecify.annotations.NullMarked;
