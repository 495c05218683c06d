package dev.memwarden.auth.audit;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Reach;

/// Whose log may be read. Entries are about more than one place, so it is all of a tenant or none.
public final class AuditScope {
  private AuditScope() {}

  /// Whether the proof reaches the log of its own tenant.
  public static boolean isWhole(Allow allow) {
    Reach whole = Reach.of(Box.ofTenant(allow.identity().principal().tenant()));
    return allow.mayReach(Action.AUDIT_READ).intersect(whole).equals(whole);
  }

  /// The tenant whose log the proof reaches.
  ///
  /// @throws IllegalStateException if it does not reach all of it
  public static String tenant(Allow allow) {
    if (!isWhole(allow)) {
      throw new IllegalStateException("the proof does not reach the whole tenant");
    }
    return allow.identity().principal().tenant();
  }
}
