package dev.memwarden.memory;

/// An item with its vector.
public record Embedded(Memory memory, Embedding embedding) {}
