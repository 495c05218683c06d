package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import java.util.Optional;

/// Where a caller's things are when a request does not say, which on this wire is nearly always: it
/// names a session or a user, and nothing else.
///
/// @param user a user itself; for others the one that the credential is for, if it is for one
/// @param agent that the credential is for, if it is for one; likewise session and label
record Home(
    String tenant,
    Optional<String> user,
    Optional<String> agent,
    Optional<String> session,
    Optional<String> label) {

  static Home of(Identity caller) {
    Principal who = caller.principal();
    return new Home(
        who.tenant(),
        who.kind() == Principal.Kind.USER ? Optional.of(who.id()) : caller.pinned(Axis.USER),
        caller.pinned(Axis.AGENT),
        caller.pinned(Axis.SESSION),
        caller.pinned(Axis.LABEL));
  }

  /// Everything that is in reach.
  Box all() {
    return Box.ofTenant(tenant);
  }

  /// What of a session is in reach, whoever's it is.
  Box ofSession(String id) {
    return all().with(Axis.SESSION, Extent.of(id));
  }

  /// Where a new session of an owner is.
  Place session(Optional<String> owner, String id) {
    return new Place(tenant, owner, agent, Optional.of(id), label);
  }

  /// What of a collection is in reach, whoever's it is.
  Box ofCollection(String name) {
    return all().with(Axis.LABEL, Extent.of(name));
  }

  /// Where a new collection is, and its documents are: its name is their label.
  Place collection(String name) {
    return new Place(tenant, user, agent, session, Optional.of(name));
  }

  /// Where the profile of a user is.
  Place profile(String id) {
    return new Place(tenant, Optional.of(id), agent, session, label);
  }

  /// Where all profiles are that this caller can name.
  Box profiles() {
    return all()
        .with(Axis.AGENT, Extent.of(agent))
        .with(Axis.SESSION, Extent.of(session))
        .with(Axis.LABEL, Extent.of(label));
  }
}
