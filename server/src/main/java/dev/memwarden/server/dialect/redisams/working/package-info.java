/// Working memory: one document per session, replaced whole, with a window that it has to fit in.
@NullMarked
package dev.memwarden.server.dialect.redisams.working;

import org.jspecify.annotations.NullMarked;
