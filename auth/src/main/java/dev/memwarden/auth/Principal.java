package dev.memwarden.auth;

import java.util.Locale;

/// Who a credential proves somebody to be; always inside one tenant.
///
/// @param id unique per kind and tenant; compared exactly (case, Unicode, white space)
public record Principal(Kind kind, String tenant, String id) {

  /// The tenant of deployments that know only one.
  public static final String DEFAULT_TENANT = "default";

  /// What a principal may be.
  public enum Kind {
    /// Owns memory: everything in the place that carries its id.
    USER,
    /// Acts for users of its tenant, within its ceiling.
    SERVICE,
    /// Manages its tenant.
    ADMIN;

    /// The word on the wire, in lower case.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @throws IllegalArgumentException if `tenant` or `id` is no [Axis] value
  public Principal {
    Axis.require(tenant);
    Axis.require(id);
  }

  /// `user:alice`, as policy texts and logs write it.
  @Override
  public String toString() {
    return kind.word() + ":" + id;
  }
}
