package dev.memwarden.auth.limit;

import java.util.Locale;

/// Whose requests are counted together.
public enum Limit {
  /// Those with one API key, or with what it was traded for.
  KEY,
  /// Those of one user, with whatever credential.
  USER,
  /// Those of one tenant.
  TENANT,
  /// Those from one [AddressBlock].
  ADDRESS;

  private final String word = name().toLowerCase(Locale.ROOT);

  /// Its name in settings, logs and header fields.
  public String word() {
    return word;
  }
}
