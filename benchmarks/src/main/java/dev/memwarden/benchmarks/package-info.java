/// Microbenchmarks (JMH) of the paths that the design sets figures for.
@NullMarked
package dev.memwarden.benchmarks;

import org.jspecify.annotations.NullMarked;
