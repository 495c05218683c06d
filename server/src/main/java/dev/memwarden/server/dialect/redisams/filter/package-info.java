/// Conditions on memories: what the original understands, and the names that its clients have for
/// it.
@NullMarked
package dev.memwarden.server.dialect.redisams.filter;

import org.jspecify.annotations.NullMarked;
