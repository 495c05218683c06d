package dev.memwarden.memory;

import dev.memwarden.auth.Axis;

/// Asks for a [Job], under the authority of whoever asks, where the entity is with which it is
/// asked for.
///
/// @param kind who does it, such as `promotion`
/// @param subject what is to be done it to, mostly an entity's id; told apart exactly
public record JobRequest(String kind, String subject) {

  /// @throws IllegalArgumentException if a part is not one that [Axis#accepts]
  public JobRequest {
    if (!Axis.accepts(kind) || !Axis.accepts(subject)) {
      throw new IllegalArgumentException("a job needs a kind and a subject");
    }
  }
}
