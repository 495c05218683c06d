package dev.memwarden.server.dialect.redisams.scope;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Where a request means: whose, in which session, under which namespace. What is left out does not
/// narrow what is read, and is none where something is written.
///
/// @param user empty means none or anybody's, for a caller that is no user
/// @param agent not on this wire: comes from the credential alone
/// @param label what this wire calls a namespace
public record Scope(
    String tenant,
    Optional<String> user,
    Optional<String> agent,
    Optional<String> session,
    Optional<String> label) {

  /// What a caller means that names this much. A user that names nobody means itself; a credential
  /// for one session, namespace or agent means that one.
  public static Scope of(
      Identity caller, Optional<String> user, Optional<String> session, Optional<String> label) {
    Principal who = caller.principal();
    return new Scope(
        who.tenant(),
        user.or(() -> Optional.of(who.id()).filter(_ -> who.kind() == Principal.Kind.USER)),
        caller.pinned(Axis.AGENT),
        session.or(() -> caller.pinned(Axis.SESSION)),
        label.or(() -> caller.pinned(Axis.LABEL)));
  }

  /// The one place that a write goes to.
  public Place place() {
    return new Place(tenant, user, agent, session, label);
  }

  /// Writes what is meant among other fields.
  public void writeTo(ObjectNode node) {
    user.ifPresent(value -> node.put("user_id", value));
    session.ifPresent(value -> node.put("session_id", value));
    label.ifPresent(value -> node.put("namespace", value));
  }

  /// Everything that is meant.
  public Box box() {
    return Box.ofTenant(tenant)
        .narrowed(Axis.USER, user)
        .narrowed(Axis.AGENT, agent)
        .narrowed(Axis.SESSION, session)
        .narrowed(Axis.LABEL, label);
  }
}
