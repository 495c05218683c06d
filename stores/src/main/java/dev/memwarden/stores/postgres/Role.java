package dev.memwarden.stores.postgres;

import java.util.Locale;

/// The roles that work is done in; nobody can log in as one. What each may see is in the first
/// migration.
enum Role {
  /// Memory of one tenant.
  MEMORY,
  /// Keys, users and tokens of one tenant, and the memory that goes with a user.
  AUTHORITY,
  /// Keys, users and tokens of all tenants.
  CREDENTIALS,
  /// Jobs, what has expired, and numbers.
  UPKEEP,
  /// The audit log.
  AUDIT;

  /// Its name in the database, which takes no quotes.
  String sqlName() {
    return "memwarden_" + name().toLowerCase(Locale.ROOT);
  }
}
