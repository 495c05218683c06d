package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Box;
import java.util.Optional;

/// A memory that is named by its id.
///
/// @param user whose it is said to be; empty means that the id is looked for wherever the caller
///   may act, so that a shared memory is found too
record OneMemory(String tenant, Optional<String> user, String id) {

  /// Where the id is looked for. Policy narrows it to the caller's reach.
  Box box() {
    return user.map(one -> Box.ofUser(tenant, one)).orElseGet(() -> Box.ofTenant(tenant));
  }
}
