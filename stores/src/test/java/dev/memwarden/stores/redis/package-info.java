/// Against a real Redis, where one can be started.
@NullMarked
package dev.memwarden.stores.redis;

import org.jspecify.annotations.NullMarked;
