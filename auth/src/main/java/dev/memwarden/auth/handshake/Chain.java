package dev.memwarden.auth.handshake;

import dev.memwarden.auth.token.RefreshToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The refresh tokens of a family that are still of interest, at one moment.
///
/// @param cut whether everything of its user or tenant was ended since the family was opened
/// @param links in order of their numbers; the newest is always among them
public record Chain(Family family, boolean cut, List<Link> links) {

  public Chain {
    links = List.copyOf(links);
  }

  /// One refresh token.
  ///
  /// @param use empty as long as it was not traded
  public record Link(RefreshToken token, Optional<Use> use) {}

  /// That it was traded.
  ///
  /// @param from the address that traded it
  public record Use(Instant at, String from) {}

  Optional<Link> link(int number) {
    return links.stream().filter(link -> link.token().number() == number).findFirst();
  }

  /// Number of the newest one.
  int newest() {
    return links.getLast().token().number();
  }
}
