package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Principal;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// All tokens that came from one showing of a key.
///
/// @param client id of the key
/// @param actions the only actions that any of its tokens may take
/// @param box the only places that any of them may touch
/// @param endsAt when the last of them ends, whatever happens
/// @param ending when and why it was ended before, if it was
public record Family(
    String id,
    String client,
    Principal principal,
    Set<Action> actions,
    Box box,
    Instant createdAt,
    Instant endsAt,
    Optional<Ending> ending) {

  public Family {
    actions = actions.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(actions));
  }

  /// That something was ended.
  public record Ending(Instant at, String reason) {}
}
