package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlaceTest {
  private static final Place PLACE = Callers.place("tenant/user/agent/session/label");

  @ParameterizedTest
  @EnumSource(Axis.class)
  void has_its_value_on_each_axis(Axis axis) {
    assertThat(PLACE.on(axis)).contains(axis.word());
    assertThat(Box.exactly(PLACE).on(axis)).isEqualTo(Extent.of(axis.word()));
    assertThat(Box.exactly(PLACE).with(axis, Extent.ANY).contains(PLACE)).isTrue();
    assertThat(Box.exactly(PLACE).with(axis, Extent.NONE).contains(PLACE)).isFalse();
    assertThat(Box.exactly(PLACE).with(axis, Extent.of("other")).contains(PLACE)).isFalse();
  }

  @Test
  void of_a_user_is_outside_of_everything_else() {
    assertThat(Place.ofUser("t", "u")).isEqualTo(Callers.place("t/u"));
  }
}
