package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapacityTest {
  private static final int MIB = 1 << 20;

  @Test
  void large_bodies_of_strangers_have_a_quarter_of_the_room_and_others_all_of_it() {
    Capacity capacity = new Capacity(1, 64 * MIB);

    for (int i = 0; i < 16; i++) {
      assertThat(capacity.hold(MIB, true)).isTrue();
    }
    assertThat(capacity.hold(1, true)).isFalse();
    assertThat(capacity.hold(48 * MIB, false)).isTrue();
    assertThat(capacity.hold(1, false)).isFalse();
    capacity.release(MIB, true);
    assertThat(capacity.hold(MIB, true)).isTrue();
    assertThat(capacity.held()).isEqualTo(64L * MIB);
  }

  @Test
  void room_that_others_have_taken_is_given_back_in_both() {
    Capacity capacity = new Capacity(1, 64 * MIB);
    assertThat(capacity.hold(64 * MIB, false)).isTrue();

    for (int i = 0; i < 100; i++) {
      assertThat(capacity.hold(MIB, true)).isFalse();
    }
    capacity.release(64 * MIB, false);
    assertThat(capacity.hold(16 * MIB, true)).isTrue();
  }

  @Test
  void one_report_fits_however_little_room_there_is() {
    assertThat(new Capacity(1, 5 * MIB).hold(Pipeline.MAX_SIGNED_BODY, true)).isTrue();
  }
}
