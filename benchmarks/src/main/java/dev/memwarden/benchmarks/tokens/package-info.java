/// What judging a token costs in process, by JMH, beside bare primitives and other libraries.
@NullMarked
package dev.memwarden.benchmarks.tokens;

import org.jspecify.annotations.NullMarked;
