/// Where requests of this wire mean, and where replies say that things are.
@NullMarked
package dev.memwarden.server.dialect.redisams.scope;

import org.jspecify.annotations.NullMarked;
