/// Several servers on one database.
@NullMarked
package dev.memwarden.benchmarks.nodes;

import org.jspecify.annotations.NullMarked;
