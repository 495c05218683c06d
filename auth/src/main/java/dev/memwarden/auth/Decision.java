package dev.memwarden.auth;

/// The answer to "may this caller do this there?".
public sealed interface Decision permits Allow, Deny {}
