package dev.memwarden.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.SettableClock;
import org.junit.jupiter.api.Test;

class PolicyExplanationTest {
  private final Policy policy =
      new Policy(
          PolicyText.parse(
              """
              permit  user:bob  memory:read    default/alice
              forbid  *         memory:read    */*/*/*/archive
              forbid  *         memory:delete  */*/*/*/archive
              """),
          new SettableClock());

  @Test
  void shows_what_is_left_and_why() {
    PolicyExplanation explanation = explain("user:bob", Box.ofUser("default", "alice"));

    assertThat(explanation.isAllowed()).isTrue();
    assertThat(explanation.lines())
        .containsExactly(
            "allow  memory:read  default/alice",
            "reach  default/alice",
            "  but  default/alice/*/*/archive",
            "rule   permit  user:bob  memory:read  default/alice",
            "rule   forbid  *  memory:read  */*/*/*/archive");
  }

  @Test
  void shows_a_forbid_that_covers() {
    Box archive = Box.ofUser("default", "alice").with(Axis.LABEL, Extent.of("archive"));
    PolicyExplanation explanation = explain("user:bob", archive);

    assertThat(explanation.isAllowed()).isFalse();
    assertThat(explanation.left().isEmpty()).isTrue();
    assertThat(explanation.lines())
        .containsExactly(
            "deny   memory:read  default/alice/*/*/archive  OUT_OF_REACH",
            "rule   permit  user:bob  memory:read  default/alice",
            "rule   forbid  *  memory:read  */*/*/*/archive");
  }

  @Test
  void shows_no_rule_where_the_default_rules_decide() {
    Box tom = Box.ofUser("default", "tom").with(Axis.LABEL, Extent.of("notes"));

    assertThat(explain("user:tom", tom).lines())
        .containsExactly(
            "allow  memory:read  default/tom/*/*/notes", "reach  default/tom/*/*/notes");
  }

  private PolicyExplanation explain(String who, Box box) {
    return PolicyExplanation.of(policy, Callers.identity(who), new Demand(Action.MEMORY_READ, box));
  }
}
