/// What it costs to write down what is done.
@org.jspecify.annotations.NullMarked
package dev.memwarden.benchmarks.audit;
