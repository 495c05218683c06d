package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionTest {

  @ParameterizedTest
  @EnumSource(Action.class)
  void is_found_by_its_word_alone(Action action) {
    assertThat(Action.of(action.word())).contains(action);
    assertThat(Action.of(action.name())).isEmpty();
  }

  @Test
  void reads_lists() {
    assertThat(Action.parseList("chat, memory:*")).isEqualTo(Action.MEMORY_AND_CHAT);
    assertThat(Action.parseList("*")).isEqualTo(Action.ALL);
    assertThat(Action.parseList("memory:read")).isEqualTo(Set.of(Action.MEMORY_READ));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "memory", "memory:read,", "keys:*", "MEMORY:READ", "memory:read chat"})
  void names_the_word_that_is_no_action(String list) {
    assertThatThrownBy(() -> Action.parseList(list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("unknown action '")
        .hasMessageContaining("memory:read, memory:write");
  }
}
