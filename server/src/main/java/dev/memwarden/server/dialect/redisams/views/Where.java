package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.dialect.redisams.scope.Scope;
import java.util.Optional;

/// Where a request about views means: views in the caller's own space alone, memories wherever
/// policy lets it, within what it names.
///
/// @param own the caller's own space
/// @param named what the request says of memories
/// @param others whether no user is named, so that anybody's memories may be meant
record Where(Scope own, Scope named, boolean others) {

  /// Of a request that names this much.
  static Where of(
      Identity caller, Optional<String> user, Optional<String> session, Optional<String> label) {
    return new Where(own(caller), Scope.of(caller, user, session, label), user.isEmpty());
  }

  /// Of one that names nothing.
  static Where of(Identity caller) {
    return of(caller, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Scope own(Identity caller) {
    return Scope.of(caller, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Where the caller's views and tasks can be. What users keep is never among those of a service.
  Box views() {
    return own.user().isPresent() ? own.box() : own.box().with(Axis.USER, Extent.NONE);
  }

  /// Where memories can be that are summed up.
  Box memories() {
    return others ? named.box().with(Axis.USER, Extent.ANY) : named.box();
  }

  /// Where what comes of one group is kept: a user's in the user's own space, a service's with the
  /// user whom it is about.
  Box partitions() {
    return own.user().isPresent() ? own.box() : own.box().with(Axis.USER, Extent.of(named.user()));
  }
}
