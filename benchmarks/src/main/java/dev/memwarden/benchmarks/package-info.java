/// What several load drivers need: arguments, proofs, latencies, tables.
@NullMarked
package dev.memwarden.benchmarks;

import org.jspecify.annotations.NullMarked;
