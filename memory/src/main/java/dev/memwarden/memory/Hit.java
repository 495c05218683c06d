package dev.memwarden.memory;

/// A memory that a search found.
///
/// @param score above 0, higher is better; comparable within one search only
public record Hit(Memory memory, double score) {}
