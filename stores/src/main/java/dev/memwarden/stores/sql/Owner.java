package dev.memwarden.stores.sql;

import dev.memwarden.auth.Place;

/// Whose something is: what has the same tenant and user, or no user, is one owner's.
///
/// @param user as it is stored
record Owner(String tenant, String user) {

  /// The owner of what is in `place`.
  static Owner of(Place place) {
    return new Owner(place.tenant(), ReachSql.stored(place.user()));
  }
}
