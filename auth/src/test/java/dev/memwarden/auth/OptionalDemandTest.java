package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionalDemandTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Place ALICE = Place.ofUser("default", "alice");
  private static final Place BOB = Place.ofUser("default", "bob");
  private static final Demand WRITE = new Demand(Action.MEMORY_WRITE, Box.exactly(ALICE));
  private static final Demand READ = Demand.optional(Action.MEMORY_READ, Box.exactly(ALICE));

  private Instant now = NOON;
  private final InstantSource clock = () -> now;

  @Test
  void a_met_one_is_in_the_proof() {
    Allow allow = (Allow) decide(alice(EnumSet.allOf(Action.class)), List.of(), WRITE, READ);

    assertThat(allow.mayReach(Action.MEMORY_READ).contains(ALICE)).isTrue();
    assertThat(allow.reach(Action.MEMORY_READ).contains(ALICE)).isTrue();
  }

  @Test
  void an_unmet_one_denies_nothing_and_grants_nothing() {
    Allow allow = (Allow) decide(alice(EnumSet.of(Action.MEMORY_WRITE)), List.of(), WRITE, READ);

    assertThat(allow.mayReach(Action.MEMORY_READ).isEmpty()).isTrue();
    assertThatThrownBy(() -> allow.reach(Action.MEMORY_READ))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_forbid_beats_it() {
    var forbid =
        new Rule(
            Rule.Effect.FORBID,
            new Rule.Subject.Anyone(),
            Set.of(Action.MEMORY_READ),
            Box.exactly(ALICE));

    Allow allow = (Allow) decide(alice(EnumSet.allOf(Action.class)), List.of(forbid), WRITE, READ);

    assertThat(allow.mayReach(Action.MEMORY_READ).isEmpty()).isTrue();
    assertThat(allow.mayReach(Action.MEMORY_WRITE).contains(ALICE)).isTrue();
  }

  @Test
  void it_never_stands_in_for_one_that_must_be_met() {
    Identity reader = alice(EnumSet.of(Action.MEMORY_READ));

    assertThat(decide(reader, List.of(), READ, WRITE))
        .isEqualTo(new Deny(Refusal.ACTION_NOT_ALLOWED, WRITE));
    assertThatThrownBy(() -> decide(reader, List.of(), READ))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_proof_can_be_narrowed_and_lives_no_longer_for_it() {
    Identity service = identity(Principal.Kind.SERVICE, EnumSet.of(Action.MEMORY_READ));
    Allow wide =
        (Allow) decide(service, List.of(), new Demand(Action.MEMORY_READ, Box.ofTenant("default")));

    now = NOON.plus(Allow.LIFETIME).minusNanos(1);
    Allow narrow = wide.within(Box.exactly(ALICE));

    assertThat(narrow.identity()).isEqualTo(service);
    assertThat(narrow.reach(Action.MEMORY_READ).contains(ALICE)).isTrue();
    assertThat(narrow.reach(Action.MEMORY_READ).contains(BOB)).isFalse();
    assertThat(narrow.within(Box.exactly(BOB)).mayReach(Action.MEMORY_READ).isEmpty()).isTrue();
    now = NOON.plus(Allow.LIFETIME);
    assertThatThrownBy(() -> narrow.mayReach(Action.MEMORY_READ))
        .isInstanceOf(IllegalStateException.class);
  }

  private Decision decide(Identity who, List<Rule> rules, Demand... demands) {
    return new Policy(rules, clock).decide(who, List.of(demands));
  }

  private static Identity alice(Set<Action> actions) {
    return identity(Principal.Kind.USER, actions);
  }

  private static Identity identity(Principal.Kind kind, Set<Action> actions) {
    return new Identity(
        new Principal(kind, "default", "alice"),
        Set.of(),
        Ceiling.of(actions, Box.EVERYWHERE),
        new CredentialRef(CredentialRef.Kind.API_KEY, "key"));
  }
}
