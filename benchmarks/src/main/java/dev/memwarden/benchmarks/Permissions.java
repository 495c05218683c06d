package dev.memwarden.benchmarks;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// Decides as a server would for each request, without any HTTP before it.
public final class Permissions {
  private static final String TENANT = Principal.DEFAULT_TENANT;

  private final Policy policy;

  public Permissions(InstantSource clock) {
    this.policy = new Policy(List.of(), clock);
  }

  /// The user of this number.
  public static Principal user(int number) {
    return new Principal(Principal.Kind.USER, TENANT, "user" + number);
  }

  /// Where that user's memories are.
  public static Place place(int number) {
    return Place.ofUser(TENANT, user(number).id());
  }

  /// An admin may manage all keys.
  public Allow manage() {
    return administer(Action.KEYS_MANAGE);
  }

  /// An admin may manage all users.
  public Allow manageUsers() {
    return administer(Action.USERS_MANAGE);
  }

  private Allow administer(Action action) {
    Principal root = new Principal(Principal.Kind.ADMIN, TENANT, "root");
    return decide(root, Action.ALL, List.of(new Demand(action, everything())));
  }

  /// A user may read, write and delete its own memories.
  public Allow own(int number) {
    Box own = Box.exactly(place(number));
    return decide(
        user(number),
        Action.MEMORY_AND_CHAT,
        List.of(
            new Demand(Action.MEMORY_READ, own),
            new Demand(Action.MEMORY_WRITE, own),
            new Demand(Action.MEMORY_DELETE, own)));
  }

  /// A service may read everybody's memories.
  public Allow everybody() {
    Principal service = new Principal(Principal.Kind.SERVICE, TENANT, "reader");
    return decide(
        service, Action.MEMORY_AND_CHAT, List.of(new Demand(Action.MEMORY_READ, everything())));
  }

  private Allow decide(Principal who, Set<Action> actions, List<Demand> demands) {
    Identity identity =
        new Identity(
            who,
            Set.of(),
            Ceiling.of(actions, everything()),
            new CredentialRef(CredentialRef.Kind.API_KEY, "benchmark"));
    return switch (policy.decide(identity, demands)) {
      case Allow allow -> allow;
      case Deny denial -> throw new IllegalStateException("not allowed: " + denial);
    };
  }

  private static Box everything() {
    return Box.ofTenant(TENANT);
  }
}
