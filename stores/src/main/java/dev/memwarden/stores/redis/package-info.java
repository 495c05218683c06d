/// What a Redis is used for: the tokens that a Redis AMS keeps there, and what several servers tell
/// each other. It is never the only place of anything that Memwarden promises to keep.
@NullMarked
package dev.memwarden.stores.redis;

import org.jspecify.annotations.NullMarked;
