/// Identity providers as a running server knows them: [Issuers] keeps their keys fresh, over HTTP.
///
/// What they publish is fetched from addresses that the operator wrote down, or that lead nowhere
/// private.
@NullMarked
package dev.memwarden.server.issuer;

import org.jspecify.annotations.NullMarked;
