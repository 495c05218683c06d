/// Adding and searching over a real English corpus as it grows.
@NullMarked
package dev.memwarden.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
