/// The same work through each wire, side by side.
@NullMarked
package dev.memwarden.benchmarks.wires;

import org.jspecify.annotations.NullMarked;
