package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "*", " a ", "alice/agent", "é", "e\u0301", "😀", "%2A", "\u202e"})
  void takes_any_visible_or_invisible_text_as_it_stands(String text) {
    assertThat(Axis.accepts(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0",
        "a\n",
        "\u007f",
        "\u0085",
        "\ud800",
        "a\ud800b",
        "\udc00",
        "\udc00\ud800"
      })
  void refuses_nothing_controls_and_halves_of_characters(String text) {
    assertThat(Axis.accepts(text)).isFalse();
    assertThatThrownBy(() -> Extent.of(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Principal(Principal.Kind.USER, "default", text))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Principal(Principal.Kind.USER, text, "alice"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Place.ofUser(text, "alice"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Place.ofUser("default", text))
        .isInstanceOf(IllegalArgumentException.class);
    for (int axis = 0; axis < 3; axis++) {
      Optional<String> bad = Optional.of(text);
      Optional<String> agent = axis == 0 ? bad : Optional.empty();
      Optional<String> session = axis == 1 ? bad : Optional.empty();
      Optional<String> label = axis == 2 ? bad : Optional.empty();
      assertThatThrownBy(() -> new Place("t", Optional.empty(), agent, session, label))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void is_bounded_in_length() {
    assertThat(Axis.accepts("x".repeat(Axis.MAX_LENGTH))).isTrue();
    assertThat(Axis.accepts("x".repeat(Axis.MAX_LENGTH + 1))).isFalse();
  }

  @Test
  void has_a_word() {
    assertThat(Axis.LABEL.word()).isEqualTo("label");
  }
}
