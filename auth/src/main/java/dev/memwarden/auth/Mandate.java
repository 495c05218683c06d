package dev.memwarden.auth;

/// What a background job or an open stream holds instead of an [Allow]: who wants to do what where,
/// and through which credential it was asked for. Renewed by [Gate#renew] before each effect, so a
/// revoked key stops its jobs too.
///
/// @param origin what the credential proved that started the job. No permission: all of it is
///   judged again
public record Mandate(Identity origin, Action action, Place place) {}
