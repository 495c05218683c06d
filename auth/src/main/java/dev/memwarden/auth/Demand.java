package dev.memwarden.auth;

/// What a request needs: an action somewhere in a box. Allowed if anything in the box is in reach;
/// the answer is then narrowed to that. Writing one place demands exactly that place.
public record Demand(Action action, Box box) {}
