package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.policy.PolicyText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
  private static final SettableClock CLOCK = new SettableClock();
  private static final List<Rule> RULES =
      PolicyText.parse(
          """
          permit  user:bob          memory:read          default/alice/*/*/shared
          permit  agent:planner     memory:read          default/carol
          permit  role:auditor      audit:read           */*
          permit  user:eve          memory:read          other/alice
          permit  user:mallory      memory:read          *
          permit  user:star         memory:read          default/%2A
          permit  user:dave         users:manage         default/dave
          forbid  *                 memory:delete        */*/*/*/archive
          forbid  service:ingest    memory:write         default/alice
          forbid  user:frank        memory:read,chat     *
          """);

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          user:alice@default  | memory:read   | default/alice               | allow
          user:alice@default  | memory:write  | default/alice/x/y/z         | allow
          user:alice@default  | chat          | default/alice               | allow
          user:alice@default  | keys:manage   | default/alice               | allow
          user:alice@default  | users:manage  | default/alice               | ACTION_NOT_ALLOWED
          user:alice@default  | audit:read    | default/alice               | ACTION_NOT_ALLOWED
          user:alice@default  | memory:read   | default/bob                 | OUT_OF_REACH
          user:alice@default  | memory:read   | default/Alice               | OUT_OF_REACH
          user:alice@default  | memory:read   | default/-                   | OUT_OF_REACH
          user:alice@other    | memory:read   | default/alice               | OUT_OF_REACH
          user:alice@default  | memory:delete | default/alice/-/-/archive   | OUT_OF_REACH
          user:alice@default  | memory:delete | default/alice/-/-/notes     | allow
          user:bob@default    | memory:read   | default/alice/-/s1/shared   | allow
          user:bob@default    | memory:read   | default/alice/-/s1/private  | OUT_OF_REACH
          user:bob@default    | memory:write  | default/alice/-/s1/shared   | OUT_OF_REACH
          user:bob@other      | memory:read   | other/alice/-/s1/shared     | OUT_OF_REACH
          user:eve@default    | memory:read   | other/alice                 | OUT_OF_REACH
          user:eve@other      | memory:read   | other/alice                 | allow
          user:mallory@default| memory:read   | default/alice               | allow
          user:mallory@default| memory:read   | default/-                   | OUT_OF_REACH
          user:mallory@default| memory:read   | other/alice                 | OUT_OF_REACH
          user:star@default   | memory:read   | default/*                   | allow
          user:star@default   | memory:read   | default/alice               | OUT_OF_REACH
          user:dave@default   | users:manage  | default/dave                | allow
          user:frank@default  | memory:read   | default/frank               | ACTION_NOT_ALLOWED
          user:frank@default  | memory:write  | default/frank               | allow
          service:ingest@default | memory:read  | default/alice            | allow
          service:ingest@default | memory:read  | default/-                | allow
          service:ingest@default | memory:write | default/alice            | OUT_OF_REACH
          service:ingest@default | memory:write | default/bob              | allow
          service:ingest@default | memory:read  | other/alice              | OUT_OF_REACH
          service:bob@default | memory:read   | default/alice/-/-/shared    | allow
          admin:root@default  | users:manage  | default/-                   | allow
          admin:root@default  | memory:read   | default/alice               | allow
          admin:root@default  | memory:delete | default/alice/-/-/archive   | OUT_OF_REACH
          admin:root@default  | memory:read   | other/alice                 | OUT_OF_REACH
          """)
  void decides(String who, String action, String where, String answer) {
    Demand demand = new Demand(Action.of(action).orElseThrow(), exactly(where));

    assertThat(answer(Callers.identity(who), demand)).isEqualTo(answer);
  }

  @Test
  void an_agent_rule_is_about_keys_whose_ceiling_names_that_agent() {
    Demand demand = new Demand(Action.MEMORY_READ, Box.ofUser("default", "carol"));
    Box planner = Box.EVERYWHERE.with(Axis.AGENT, Extent.of("planner"));
    Box other = Box.EVERYWHERE.with(Axis.AGENT, Extent.of("Planner"));

    assertThat(answer(Callers.identity(Callers.ALICE, ceiling(planner)), demand))
        .isEqualTo("allow");
    assertThat(answer(Callers.identity(Callers.ALICE, ceiling(other)), demand))
        .isEqualTo("OUT_OF_REACH");
    assertThat(answer(Callers.identity(Callers.ALICE, Callers.UNLIMITED), demand))
        .isEqualTo("OUT_OF_REACH");
  }

  @Test
  void an_agent_key_stays_within_its_agent_where_a_rule_leads_it() {
    Box planner = Box.EVERYWHERE.with(Axis.AGENT, Extent.of("planner"));
    Reach reach =
        new Policy(RULES, CLOCK)
            .reach(Callers.identity(Callers.ALICE, ceiling(planner)), Action.MEMORY_READ);

    assertThat(reach.contains(Callers.place("default/carol/planner"))).isTrue();
    assertThat(reach.contains(Callers.place("default/carol"))).isFalse();
    assertThat(reach.contains(Callers.place("default/alice/planner"))).isTrue();
    assertThat(reach.contains(Callers.place("default/alice"))).isFalse();
  }

  @Test
  void a_role_rule_is_about_whoever_holds_the_role() {
    Identity alice = Callers.identity("user:alice");
    Identity auditor =
        new Identity(alice.principal(), Set.of("auditor"), alice.ceiling(), alice.credential());
    Demand demand = new Demand(Action.AUDIT_READ, Box.ofUser("default", "bob"));

    assertThat(answer(auditor, demand)).isEqualTo("allow");
    assertThat(answer(alice, demand)).isEqualTo("ACTION_NOT_ALLOWED");
  }

  @Test
  void a_ceiling_takes_away_actions_and_places() {
    Identity reader =
        Callers.identity(
            Callers.ALICE,
            Ceiling.of(
                Set.of(Action.MEMORY_READ), Box.EVERYWHERE.with(Axis.SESSION, Extent.of("s1"))));

    assertThat(answer(reader, new Demand(Action.MEMORY_WRITE, exactly("default/alice/-/s1"))))
        .isEqualTo("ACTION_NOT_ALLOWED");
    assertThat(answer(reader, new Demand(Action.MEMORY_READ, exactly("default/alice/-/s1"))))
        .isEqualTo("allow");
    assertThat(answer(reader, new Demand(Action.MEMORY_READ, exactly("default/alice/-/s2"))))
        .isEqualTo("OUT_OF_REACH");
  }

  @Test
  void a_request_narrows_the_proof_and_never_widens_it() {
    Identity alice = Callers.identity("user:alice");
    Demand session =
        new Demand(Action.MEMORY_READ, Box.EVERYWHERE.with(Axis.SESSION, Extent.of("s1")));
    Allow allow = (Allow) new Policy(List.of(), CLOCK).decide(alice, List.of(session));

    assertThat(allow.reach(Action.MEMORY_READ))
        .isEqualTo(Reach.of(Box.ofUser("default", "alice").with(Axis.SESSION, Extent.of("s1"))));
  }

  @Test
  void one_unmet_demand_denies_all_of_them() {
    Demand own = new Demand(Action.MEMORY_READ, exactly("default/alice"));
    Demand foreign = new Demand(Action.MEMORY_READ, exactly("default/bob"));
    Decision decision =
        new Policy(List.of(), CLOCK).decide(Callers.identity("user:alice"), List.of(own, foreign));

    assertThat(decision).isEqualTo(new Deny(Refusal.OUT_OF_REACH, foreign));
  }

  @Test
  void several_demands_of_one_action_are_allowed_together() {
    Demand one = new Demand(Action.MEMORY_READ, exactly("default/alice/-/s1"));
    Demand two = new Demand(Action.MEMORY_READ, exactly("default/alice/-/s2"));
    Allow allow =
        (Allow)
            new Policy(List.of(), CLOCK).decide(Callers.identity("user:alice"), List.of(one, two));

    assertThat(allow.reach(Action.MEMORY_READ).contains(Callers.place("default/alice/-/s1")))
        .isTrue();
    assertThat(allow.reach(Action.MEMORY_READ).contains(Callers.place("default/alice/-/s2")))
        .isTrue();
    assertThat(allow.reach(Action.MEMORY_READ).contains(Callers.place("default/alice/-/s3")))
        .isFalse();
  }

  @Test
  void nothing_is_allowed_without_a_demand() {
    Policy policy = new Policy(List.of(), CLOCK);
    Identity root = Callers.identity("admin:root");

    assertThatThrownBy(() -> policy.decide(root, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_order_of_rules_never_matters() {
    for (long seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      List<Rule> shuffled = new ArrayList<>(RULES);
      Collections.shuffle(shuffled, random);
      for (String who : List.of("user:bob", "user:mallory", "user:frank", "service:ingest")) {
        for (Action action : Action.values()) {
          Reach one = new Policy(RULES, CLOCK).reach(Callers.identity(who), action);
          Reach other = new Policy(shuffled, CLOCK).reach(Callers.identity(who), action);
          for (String where : List.of("default/alice/-/-/shared", "default/bob/-/-/archive")) {
            assertThat(other.contains(Callers.place(where)))
                .isEqualTo(one.contains(Callers.place(where)));
          }
        }
      }
    }
  }

  @Test
  void explains_with_the_rules_that_concern_the_demand() {
    Policy policy = new Policy(RULES, CLOCK);
    Demand shared = new Demand(Action.MEMORY_READ, exactly("default/alice/-/-/shared"));
    Demand elsewhere = new Demand(Action.MEMORY_READ, exactly("default/alice"));

    assertThat(policy.rules()).isEqualTo(RULES);
    assertThat(policy.concerning(Callers.identity("user:bob"), shared))
        .containsExactly(RULES.getFirst());
    assertThat(policy.concerning(Callers.identity("user:bob"), elsewhere)).isEmpty();
    assertThat(policy.concerning(Callers.identity("user:alice"), shared)).isEmpty();
  }

  private static String answer(Identity who, Demand demand) {
    return switch (new Policy(RULES, CLOCK).decide(who, List.of(demand))) {
      case Allow _ -> "allow";
      case Deny(var why, _) -> why.name();
    };
  }

  private static Ceiling ceiling(Box box) {
    return Ceiling.of(Action.ALL, box);
  }

  private static Box exactly(String place) {
    return Box.exactly(Callers.place(place));
  }
}
