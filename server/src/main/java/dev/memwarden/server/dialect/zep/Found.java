package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import dev.memwarden.server.http.Reply;
import java.util.Optional;
import java.util.function.Function;

/// What is done to a thing that a caller has found, and may not be allowed to change.
final class Found {
  private Found() {}

  /// Does it where the thing is, if the caller may. What it may read and not change is forbidden;
  /// what it has not found is unknown.
  static Reply at(Optional<Place> place, Allow allow, Action action, Function<Allow, Reply> work) {
    return place
        .map(one -> allow.within(Box.exactly(one)))
        .map(here -> here.mayReach(action).isEmpty() ? Replies.outOfReach() : work.apply(here))
        .orElseGet(Replies::notFound);
  }
}
