package dev.memwarden.memory;

/// One edge of the graph of what somebody said: `alice` `lives_in` `Berlin`.
public record Relation(String source, String relationship, String target) {}
