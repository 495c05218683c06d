package dev.memwarden.server.http;

/// A whole request, as it came.
public record Received(Head head, Body body) {}
