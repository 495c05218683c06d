/// The wire of Zep 0.x: sessions, what was said in them, search in them, and users.
///
/// [ZepDialect] puts the families of routes together: [SessionRoutes], [MemoryRoutes],
/// [MessageRoutes], [SearchRoutes], [UserRoutes]. Each request is a record with its wire; [Reading]
/// reads them all. No request names an owner, so [Home] says where a caller's own things are and
/// [Nearest] whose thing an id means. [Replies] and [RefusalText] have the original's words, and
/// [GoJson] writes JSON as the original does.
@NullMarked
package dev.memwarden.server.dialect.zep;

import org.jspecify.annotations.NullMarked;
