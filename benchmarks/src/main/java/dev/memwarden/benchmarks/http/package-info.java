/// What is measured from outside a server: a bare engine to compare with, starts, and floods.
@NullMarked
package dev.memwarden.benchmarks.http;

import org.jspecify.annotations.NullMarked;
