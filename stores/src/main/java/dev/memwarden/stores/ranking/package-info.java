/// What rankings have in common, whoever made them.
@NullMarked
package dev.memwarden.stores.ranking;

import org.jspecify.annotations.NullMarked;
