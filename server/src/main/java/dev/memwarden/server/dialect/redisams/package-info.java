/// The wire of the Redis Agent Memory Server, as far as it is served: who has which sessions, and
/// that the server is there.
///
/// [RedisAmsDialect] lists the routes; [RefusalText] has the original's words for every way in
/// which a credential can be no good.
@NullMarked
package dev.memwarden.server.dialect.redisams;

import org.jspecify.annotations.NullMarked;
