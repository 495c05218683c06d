package dev.memwarden.server.api;

/// What the documents say about a dialect as a whole.
///
/// @param title what the group of its routes is called
/// @param about a sentence or two
/// @param refusal how every refusal looks but one
/// @param malformed how the refusal of a request that makes no sense looks
public record Chapter(String title, String about, Schema refusal, Schema malformed) {}
