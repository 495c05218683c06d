package dev.memwarden.auth;

/// A refusal and the demand that was not met. The reason goes to the audit log; what of it the
/// caller learns is up to the dialect.
public record Deny(Refusal why, Demand unmet) implements Decision {}
