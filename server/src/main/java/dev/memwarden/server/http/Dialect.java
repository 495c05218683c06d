package dev.memwarden.server.http;

import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.memory.JobHandler;
import dev.memwarden.server.api.Chapter;
import java.util.List;
import java.util.Map;

/// One wire protocol: its routes, and how it says no. Dialects do not know each other.
public interface Dialect {

  /// Its name in the configuration, such as `mem0`.
  String name();

  /// What the documents say about it as a whole.
  Chapter chapter();

  /// Everything it can do.
  List<Route> routes();

  /// Who does what its requests ask for and do not wait for, by the kind of job.
  default Map<String, JobHandler> jobs() {
    return Map.of();
  }

  /// Whether its paths may end in a slash that means nothing.
  default boolean slashMayFollow() {
    return false;
  }

  /// The reply to a caller whose credential proves nothing. One body for everything that a caller
  /// must not be able to tell apart.
  Reply unauthenticated(Refusal why);

  /// The reply to a known caller who may not do what `route` does.
  Reply forbidden(Route route, Identity who, Deny denial);

  /// The reply to a request that makes no sense.
  Reply malformed(List<Problem> problems);

  /// A reply with this status and a plain message, for everything else: 404, 413, 500, 503.
  Reply plain(int status, String message);
}
