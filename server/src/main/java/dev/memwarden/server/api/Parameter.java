package dev.memwarden.server.api;

/// A value in the path or the query. Whether it is in the path, the route's pattern says; those of
/// the query may be left out.
///
/// @param about what it means, as a phrase
public record Parameter(String name, Schema schema, String about) {}
