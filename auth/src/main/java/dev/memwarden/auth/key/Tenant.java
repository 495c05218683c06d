package dev.memwarden.auth.key;

import java.time.Instant;

/// What is stored about a tenant.
///
/// @param status whether anybody in it may do anything
/// @param changedAt when the status last changed
public record Tenant(String id, Status status, Instant createdAt, Instant changedAt) {

  /// Whether anybody in a tenant may do anything.
  public enum Status {
    /// Its principals may do what they may.
    ACTIVE,
    /// No credential of any of its principals works until it is enabled again; what is stored
    /// stays.
    DISABLED
  }
}
