package dev.memwarden.server.http;

import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.limit.Limit;

/// Hears of what becomes of one request. A request whose connection ends is never answered.
public interface Observed {

  /// Hears nothing.
  Observed NOTHING = new Observed() {};

  /// Its credential proves somebody.
  default void authenticated() {}

  /// It was refused, for this reason.
  default void refused(Refusal why) {}

  /// It was one too many.
  default void tooOften(Limit limit) {}

  /// Policy begins to decide.
  default void deciding() {}

  /// Policy has decided.
  default void decided() {}

  /// It has its reply, which may have to wait.
  default void answered(int status) {}
}
