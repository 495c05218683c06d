/// Memwarden's own routes, the same beside every dialect: who am I, and my keys.
///
/// [OwnDialect] serves them; [KeyJson] is how keys look wherever they are shown, [ProblemReply] how
/// refusals look (RFC 9457).
@NullMarked
package dev.memwarden.server.own;

import org.jspecify.annotations.NullMarked;
