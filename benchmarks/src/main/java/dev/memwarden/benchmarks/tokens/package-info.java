/// What judging a token costs in process, by JMH.
@NullMarked
package dev.memwarden.benchmarks.tokens;

import org.jspecify.annotations.NullMarked;
