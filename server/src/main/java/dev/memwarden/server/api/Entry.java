package dev.memwarden.server.api;

/// What the documents have about a route. No route exists without one.
public sealed interface Entry permits Operation, Unlisted {}
