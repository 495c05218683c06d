package dev.memwarden.auth;

import java.util.Optional;

/// Where a stored thing is: a value or none on each of the five axes.
///
/// @param tenant who runs things here; always a value
/// @param user whose memory it is; none for what a service keeps for itself
/// @param agent which agent keeps it
/// @param session which conversation (mem0 calls it a run)
/// @param label a free division (Redis AMS calls it a namespace)
public record Place(
    String tenant,
    Optional<String> user,
    Optional<String> agent,
    Optional<String> session,
    Optional<String> label) {

  /// @throws IllegalArgumentException if a value is not one that [Axis#accepts]
  public Place {
    Axis.require(tenant);
    user.ifPresent(Axis::require);
    agent.ifPresent(Axis::require);
    session.ifPresent(Axis::require);
    label.ifPresent(Axis::require);
  }

  /// The user's own place, outside of any agent, session and label.
  public static Place ofUser(String tenant, String user) {
    return new Place(
        tenant, Optional.of(user), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// The value on one axis.
  public Optional<String> on(Axis axis) {
    return switch (axis) {
      case TENANT -> Optional.of(tenant);
      case USER -> user;
      case AGENT -> agent;
      case SESSION -> session;
      case LABEL -> label;
    };
  }
}
