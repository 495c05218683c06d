/// The wire of Zep 0.x, as far as it is served: the sessions, and that the server is there.
///
/// [ZepDialect] lists the routes; [RefusalText] has the original's words for every way in which a
/// credential can be no good, and [GoJson] writes JSON as the original does.
@NullMarked
package dev.memwarden.server.dialect.zep;

import org.jspecify.annotations.NullMarked;
