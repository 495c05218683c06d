/// Acknowledged writes a second, in process and over HTTP.
@NullMarked
package dev.memwarden.benchmarks.writes;

import org.jspecify.annotations.NullMarked;
