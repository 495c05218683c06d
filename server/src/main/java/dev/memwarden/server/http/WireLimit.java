package dev.memwarden.server.http;

import dev.memwarden.auth.Identity;

/// Which wires an identity may use, where that was limited. Judged on every request, as ceilings
/// are.
@FunctionalInterface
public interface WireLimit {

  /// Every wire for everybody.
  WireLimit NONE = (_, _) -> true;

  /// Whether `who` may use the dialect of this name.
  boolean admits(Identity who, String dialect);
}
