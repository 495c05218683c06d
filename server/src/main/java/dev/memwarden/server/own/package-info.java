/// Memwarden's own endpoints, which every deployment has beside its dialects.
@NullMarked
package dev.memwarden.server.own;

import org.jspecify.annotations.NullMarked;
