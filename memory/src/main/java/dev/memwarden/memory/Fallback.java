package dev.memwarden.memory;

/// That something was done in a simpler way than configured, for the caller to know.
///
/// @param mode the simpler way, such as `verbatim`
/// @param notice why, in one sentence that tells nothing about the inside of the server
public record Fallback(String mode, String notice) {}
