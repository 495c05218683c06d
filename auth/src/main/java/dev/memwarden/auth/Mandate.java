package dev.memwarden.auth;

import java.util.List;

/// What a background job or an open stream holds instead of an [Allow]: who wants to do what where,
/// and through which credential it was asked for. Renewed by [Gate#renew] before each effect, so a
/// revoked key stops its jobs too.
///
/// @param origin what the credential proved that started the job. No permission: all of it is
///   judged again
/// @param demands at least one that is not optional
public record Mandate(Identity origin, List<Demand> demands) {

  /// @throws IllegalArgumentException if nothing is demanded that must be met
  public Mandate {
    demands = List.copyOf(demands);
    if (demands.stream().allMatch(Demand::optional)) {
      throw new IllegalArgumentException("nothing is allowed without a demand");
    }
  }
}
