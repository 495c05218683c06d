package dev.memwarden.stores;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Decision;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Proofs for tests, made by the real policy.
public final class Proofs {
  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  public static final InstantSource CLOCK = InstantSource.fixed(NOON);
  public static final String TENANT = Principal.DEFAULT_TENANT;

  private Proofs() {}

  public static Principal user(String id) {
    return new Principal(Principal.Kind.USER, TENANT, id);
  }

  public static Principal service(String id) {
    return new Principal(Principal.Kind.SERVICE, TENANT, id);
  }

  public static Principal admin() {
    return new Principal(Principal.Kind.ADMIN, TENANT, "root");
  }

  public static Principal admin(String tenant) {
    return new Principal(Principal.Kind.ADMIN, tenant, "root");
  }

  public static Identity identity(Principal principal, Box box) {
    return new Identity(
        principal,
        Set.of(),
        Ceiling.of(Action.ALL, box),
        new CredentialRef(CredentialRef.Kind.API_KEY, "k-" + principal.id()));
  }

  /// Everything that `principal` may do with these actions.
  public static Allow of(Principal principal, Action... actions) {
    return in(Box.EVERYWHERE, principal, actions);
  }

  /// The same, for a credential that reaches no further than `box`.
  public static Allow in(Box box, Principal principal, Action... actions) {
    return decide(List.of(), identity(principal, box), actions);
  }

  /// What this identity may do with these actions.
  public static Allow proof(Identity who, Action... actions) {
    return decide(List.of(), who, actions);
  }

  /// The same under rules that anybody made, if it comes to anything.
  static Optional<Allow> under(List<Rule> rules, Identity who, Action action) {
    Demand demand = new Demand(action, Box.EVERYWHERE);
    return new Policy(rules, CLOCK).decide(who, List.of(demand)) instanceof Allow allow
        ? Optional.of(allow)
        : Optional.empty();
  }

  private static Allow decide(List<Rule> rules, Identity who, Action... actions) {
    List<Demand> demands =
        Arrays.stream(actions).map(action -> new Demand(action, Box.EVERYWHERE)).toList();
    return allow(new Policy(rules, CLOCK).decide(who, demands));
  }

  private static Allow allow(Decision decision) {
    if (decision instanceof Allow allow) {
      return allow;
    }
    throw new AssertionError("not allowed: " + decision);
  }

  /// A user who may read, write and delete its memory.
  public static Allow memoryOf(String user) {
    return of(user(user), Action.MEMORY_READ, Action.MEMORY_WRITE, Action.MEMORY_DELETE);
  }

  /// An admin who manages keys and users of the tenant.
  public static Allow managing() {
    return of(admin(), Action.KEYS_MANAGE, Action.USERS_MANAGE);
  }
}
