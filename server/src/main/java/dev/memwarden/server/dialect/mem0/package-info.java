/// The wire of the mem0 memory server: `/chat`, `/memories…`, `/graph/relationships`, `/stats`.
///
/// [Mem0Dialect] lists the routes and says no in the original's words. Each kind of request is one
/// small record with its wire beside it; [Reading] reads what they share, [Whose] says whose memory
/// is meant.
@NullMarked
package dev.memwarden.server.dialect.mem0;

import org.jspecify.annotations.NullMarked;
