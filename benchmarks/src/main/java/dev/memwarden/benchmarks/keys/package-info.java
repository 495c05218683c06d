/// What judging a key costs in process, by JMH.
@NullMarked
package dev.memwarden.benchmarks.keys;

import org.jspecify.annotations.NullMarked;
