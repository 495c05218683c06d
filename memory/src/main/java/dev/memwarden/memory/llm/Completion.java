package dev.memwarden.memory.llm;

/// What a model said: a whole answer, not cut off.
///
/// @param text never blank
/// @param tokens how many tokens the answer cost; estimated if the endpoint does not count
public record Completion(String text, int tokens) {}
