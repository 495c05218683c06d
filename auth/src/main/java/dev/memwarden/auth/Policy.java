package dev.memwarden.auth;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The only maker of [Allow]. Immutable; a new policy text makes a new one.
///
/// Without rules: a user may do everything in its own box and manage its own keys; a service may do
/// in its tenant what its ceiling says; an admin manages its tenant; nothing else. Rules share more
/// or forbid some of it: a forbid always beats a permit, and no rule crosses a tenant.
///
/// **Cost**: linear in the number of rules that concern the caller; no I/O.
public final class Policy {
  private final List<Rule> rules;
  private final InstantSource clock;

  public Policy(List<Rule> rules, InstantSource clock) {
    this.rules = List.copyOf(rules);
    this.clock = clock;
  }

  /// The rules, in the order they were given; the order has no meaning.
  public List<Rule> rules() {
    return rules;
  }

  /// Where `who` may take `action`: the policy of the principal, within the ceiling of its
  /// credential.
  public Reach reach(Identity who, Action action) {
    if (!who.ceiling().actions().contains(action)) {
      return Reach.NOWHERE;
    }
    Principal principal = who.principal();
    Reach reach = byDefault(principal, action);
    for (Rule rule : rules) {
      if (rule.effect() == Rule.Effect.PERMIT && rule.concerns(who, action)) {
        reach = reach.union(Reach.of(rule.box()));
      }
    }
    for (Rule rule : rules) {
      if (rule.effect() == Rule.Effect.FORBID && rule.concerns(who, action)) {
        reach = reach.minus(rule.box());
      }
    }
    // No rule leads out of the tenant: the same user id in two tenants is two users.
    reach = reach.intersect(Box.ofTenant(principal.tenant()));
    if (principal.kind() == Principal.Kind.USER) {
      // What services keep for themselves is nobody's to read through a wildcard.
      reach = reach.minus(Box.EVERYWHERE.with(Axis.USER, Extent.NONE));
    }
    return reach.intersect(who.ceiling().box());
  }

  /// Decides all demands of a request together: all that are not optional are met, or it is denied.
  ///
  /// @throws IllegalArgumentException if no demand must be met; that is a bug in a route
  public Decision decide(Identity who, List<Demand> demands) {
    if (demands.stream().allMatch(Demand::optional)) {
      throw new IllegalArgumentException("nothing is allowed without a demand");
    }
    Map<Action, Reach> granted = new EnumMap<>(Action.class);
    for (Demand demand : demands) {
      Reach reach = reach(who, demand.action());
      Reach met = reach.intersect(demand.box());
      if (!met.isEmpty()) {
        granted.merge(demand.action(), met, Reach::union);
      } else if (!demand.optional()) {
        return new Deny(
            reach.isEmpty() ? Refusal.ACTION_NOT_ALLOWED : Refusal.OUT_OF_REACH, demand);
      }
    }
    return new Allow(who, granted, clock);
  }

  /// The rules that concern `who` taking `action` somewhere in `box`, to explain a decision.
  public List<Rule> concerning(Identity who, Demand demand) {
    return rules.stream()
        .filter(rule -> rule.concerns(who, demand.action()))
        .filter(rule -> rule.box().intersect(demand.box()).isPresent())
        .toList();
  }

  private static Reach byDefault(Principal principal, Action action) {
    Optional<Box> box =
        switch (principal.kind()) {
          case USER ->
              Optional.of(Box.ofUser(principal.tenant(), principal.id()))
                  .filter(_ -> isUsers(action));
          case SERVICE, ADMIN -> Optional.of(Box.ofTenant(principal.tenant()));
        };
    return box.map(Reach::of).orElse(Reach.NOWHERE);
  }

  private static boolean isUsers(Action action) {
    return switch (action) {
      case MEMORY_READ, MEMORY_WRITE, MEMORY_DELETE, CHAT, KEYS_MANAGE -> true;
      case USERS_MANAGE, AUDIT_READ -> false;
    };
  }
}
