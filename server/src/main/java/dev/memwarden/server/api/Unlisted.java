package dev.memwarden.server.api;

/// For routes that no port has: those of the control socket. Documents refuse to be made with one
/// of them in it, so it hides nothing that can be called.
public record Unlisted() implements Entry {}
