package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Rule.Effect;
import dev.memwarden.auth.Rule.Subject;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleTest {

  @Test
  void names_an_action() {
    Subject anyone = new Subject.Anyone();

    assertThatThrownBy(() -> new Rule(Effect.PERMIT, anyone, Set.of(), Box.EVERYWHERE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void names_no_admin_and_no_empty_id() {
    assertThatThrownBy(() -> new Subject.Named(Principal.Kind.ADMIN, "root"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Subject.Named(Principal.Kind.USER, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Subject.Role("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Subject.Agent("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void is_about_one_kind_of_principal() {
    Subject user = new Subject.Named(Principal.Kind.USER, "x");

    assertThat(user.matches(Callers.identity("user:x"))).isTrue();
    assertThat(user.matches(Callers.identity("user:X"))).isFalse();
    assertThat(user.matches(Callers.identity("service:x"))).isFalse();
  }

  @Test
  void concerns_its_actions_only() {
    Rule rule = new Rule(Effect.FORBID, new Subject.Anyone(), Set.of(Action.CHAT), Box.EVERYWHERE);

    assertThat(rule.concerns(Callers.identity("user:x"), Action.CHAT)).isTrue();
    assertThat(rule.concerns(Callers.identity("user:x"), Action.MEMORY_READ)).isFalse();
  }
}
