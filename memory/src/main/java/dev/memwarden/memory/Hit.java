package dev.memwarden.memory;

/// A memory that a search found.
///
/// @param score higher is better; what it means depends on the [Ranking]
public record Hit(Memory memory, double score) {}
