/// Search by vectors in a database.
@NullMarked
package dev.memwarden.benchmarks.vectors;

import org.jspecify.annotations.NullMarked;
