package dev.memwarden.server.dialect.redisams;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Extent;
import java.util.List;
import java.util.Optional;

/// `GET /v1/working-memory/`.
///
/// @param user whose sessions; empty means those of everybody in reach, for a caller that is no
///   user
/// @param label what this wire calls a namespace; empty means any
record SessionsRequest(
    String tenant, Optional<String> user, Optional<String> label, int offset, int limit) {

  /// Most sessions of one page.
  static final int MAX_LIMIT = 100;

  /// Page size if none is asked for.
  static final int LIMIT = 20;

  /// Farthest that a page can be from the start.
  static final int MAX_OFFSET = 1_000_000;

  /// Reading what is meant.
  List<Demand> demands() {
    Box whose = user.map(one -> Box.ofUser(tenant, one)).orElseGet(() -> Box.ofTenant(tenant));
    return List.of(
        new Demand(
            Action.MEMORY_READ,
            label.map(one -> whose.with(Axis.LABEL, Extent.of(one))).orElse(whose)));
  }
}
