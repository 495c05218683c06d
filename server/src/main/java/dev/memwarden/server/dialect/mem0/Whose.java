package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Whose memory a request is about. An agent, run or label that is left out does not narrow what is
/// read, and is none where something is written.
///
/// @param run what mem0 calls a session
/// @param label not on this wire: comes from the credential alone
record Whose(
    String tenant,
    String user,
    Optional<String> agent,
    Optional<String> run,
    Optional<String> label) {

  /// The one place that a write goes to.
  Place place() {
    return new Place(tenant, Optional.of(user), agent, run, label);
  }

  /// Everything that is meant.
  Box box() {
    return Box.ofUser(tenant, user)
        .narrowed(Axis.AGENT, agent)
        .narrowed(Axis.SESSION, run)
        .narrowed(Axis.LABEL, label);
  }

  /// Writes what is meant into a body.
  void writeTo(ObjectNode body) {
    body.put("user_id", user);
    agent.ifPresent(value -> body.put("agent_id", value));
    run.ifPresent(value -> body.put("run_id", value));
  }
}
