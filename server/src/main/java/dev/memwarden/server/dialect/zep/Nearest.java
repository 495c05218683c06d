package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Principal;
import java.util.Optional;
import java.util.function.Function;

/// Whose thing a client means that names it by its id alone. Ids are unique per owner, and a policy
/// may share several owners' things with one caller: a user means its own if it has one, before
/// anybody else's. Otherwise exactly one must be in reach.
final class Nearest {
  private Nearest() {}

  /// @param look finds the thing within the reach of a proof, if exactly one is there
  static <T> Optional<T> of(Allow allow, Action action, Function<Allow, Optional<T>> look) {
    Principal who = allow.identity().principal();
    Optional<T> own =
        who.kind() == Principal.Kind.USER
            ? within(allow.within(Box.ofUser(who.tenant(), who.id())), action, look)
            : Optional.empty();
    return own.isPresent() ? own : within(allow, action, look);
  }

  private static <T> Optional<T> within(
      Allow allow, Action action, Function<Allow, Optional<T>> look) {
    return allow.mayReach(action).isEmpty() ? Optional.empty() : look.apply(allow);
  }
}
