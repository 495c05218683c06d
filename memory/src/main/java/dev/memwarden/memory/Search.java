package dev.memwarden.memory;

/// What is looked for.
///
/// @param text the question
/// @param limit at most this many hits
public record Search(String text, Ranking ranking, Selection selection, int limit) {}
