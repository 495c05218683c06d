package dev.memwarden.server.http;

/// Hears of requests as they come, for metrics and traces. Called on event loops: must not block,
/// and must not keep what it is told of callers.
@FunctionalInterface
public interface Observer {

  /// Hears nothing.
  Observer NONE = _ -> Observed.NOTHING;

  /// A request begins.
  ///
  /// @return hears of what becomes of it
  Observed begins(Arrival arrival);
}
