/// What the index must get right by itself.
@NullMarked
package dev.memwarden.stores.lucene;

import org.jspecify.annotations.NullMarked;
