/// Long-term memory: what is remembered, found by meaning, words, time and fields.
@NullMarked
package dev.memwarden.server.dialect.redisams.longterm;

import org.jspecify.annotations.NullMarked;
