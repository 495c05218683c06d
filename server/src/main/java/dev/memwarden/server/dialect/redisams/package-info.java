/// The wire of the Redis Agent Memory Server.
///
/// [RedisAmsDialect] puts its families of routes together: working memory in `working`, long-term
/// memory in `longterm`, prompts in `prompt`, summary views in `views`. They share where a request
/// means (`scope`), what a memory looks like (`record`) and which are meant (`filter`).
/// [RefusalText] has the original's words for every way in which a credential can be no good.
@NullMarked
package dev.memwarden.server.dialect.redisams;

import org.jspecify.annotations.NullMarked;
