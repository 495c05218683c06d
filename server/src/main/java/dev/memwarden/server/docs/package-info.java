/// The documents that a server has about itself: `/openapi.json` for programs, `/docs` for people.
///
/// Both are made from [Contents], the route table in the order of the dialects, once, when somebody
/// first asks: what a route says about itself, and what follows from it (whether a credential is
/// needed, how it is refused), so that neither can say anything else than the server does.
@NullMarked
package dev.memwarden.server.docs;

import org.jspecify.annotations.NullMarked;
