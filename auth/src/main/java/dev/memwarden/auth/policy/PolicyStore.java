package dev.memwarden.auth.policy;

import dev.memwarden.auth.Allow;
import java.time.Instant;
import java.util.Optional;

/// Where versions of the policy text are kept. Durable when a write returns.
public interface PolicyStore {

  /// One applied text.
  ///
  /// @param version counts from 1
  record Version(int version, String text, Instant appliedAt, String appliedBy) {}

  /// The text in force; empty before the first was applied.
  Optional<Version> current();

  /// Stores `text` as the next version. Takes the proof for `users:manage`: who sets the policy is
  /// root.
  Version apply(Allow allow, String text, Instant at);
}
