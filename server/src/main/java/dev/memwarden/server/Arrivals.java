package dev.memwarden.server;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.UserStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Stores whoever presents a good token and is not stored yet, so that it can be listed and
/// disabled like any other. The log of changes names the token.
final class Arrivals implements Consumer<Identity> {
  private static final String ACTOR = "sign-in";

  private final UserStore users;
  private final InstantSource clock;
  private final Policy policy;

  Arrivals(UserStore users, InstantSource clock) {
    this.users = users;
    this.clock = clock;
    this.policy = new Policy(List.of(), clock);
  }

  @Override
  public void accept(Identity newcomer) {
    users.ensure(proof(newcomer), newcomer.principal(), clock.instant());
  }

  private Allow proof(Identity newcomer) {
    Box tenant = Box.ofTenant(newcomer.principal().tenant());
    Identity actor =
        new Identity(
            new Principal(Principal.Kind.ADMIN, newcomer.principal().tenant(), ACTOR),
            Set.of(),
            Ceiling.of(Set.of(Action.USERS_MANAGE), tenant),
            newcomer.credential());
    return switch (policy.decide(actor, List.of(new Demand(Action.USERS_MANAGE, tenant)))) {
      case Allow allow -> allow;
      case Deny denial -> throw new IllegalStateException("nobody can arrive: " + denial);
    };
  }
}
