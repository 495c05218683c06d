package dev.memwarden.server.http;

import java.util.List;

/// The outcome of reading a request: the request, or all that is wrong with it.
public sealed interface Decoded<Q> {

  /// A request that makes sense.
  record Request<Q>(Q value) implements Decoded<Q> {}

  /// One that does not.
  record Malformed<Q>(List<Problem> problems) implements Decoded<Q> {
    public Malformed {
      problems = List.copyOf(problems);
    }
  }
}
