package dev.memwarden.server.api;

/// One way in which an operation can end.
///
/// @param about when it ends so, as a phrase
public record Result(int status, String about, Content content) {}
