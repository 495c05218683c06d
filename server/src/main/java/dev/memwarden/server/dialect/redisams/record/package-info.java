/// Memories as this wire shows them: its own fields, kept as attributes of what the engine
/// remembers.
@NullMarked
package dev.memwarden.server.dialect.redisams.record;

import org.jspecify.annotations.NullMarked;
