package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyHashTest {
  private static final String ABC =
      "sha256$$ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void is_the_sha_256_of_the_text() {
    assertThat(KeyHash.of(Secret.of("abc")).stored()).isEqualTo(ABC);
    assertThat(KeyHash.parse(ABC).proves(Secret.of("abc"))).isTrue();
    assertThat(KeyHash.parse(ABC).proves(Secret.of("abC"))).isFalse();
    assertThat(KeyHash.NOTHING.proves(Secret.of(""))).isFalse();
  }

  @Test
  void equals_the_hash_of_the_same_text() {
    assertThat(KeyHash.parse(ABC))
        .isEqualTo(KeyHash.of(Secret.of("abc")))
        .hasSameHashCodeAs(KeyHash.of(Secret.of("abc")))
        .isNotEqualTo(KeyHash.of(Secret.of("abd")))
        .isNotEqualTo(ABC);
    assertThat(KeyHash.of(Secret.of("abc")).hashCode()).isNotZero();
  }

  @Test
  void is_never_printed() {
    assertThat(KeyHash.parse(ABC)).hasToString("KeyHash[sha256]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256$$",
        "sha256$$ba7816",
        "sha256$x$ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "sha512$$ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "sha256$$ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "sha256$$ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad00"
      })
  void refuses_other_forms(String stored) {
    assertThatThrownBy(() -> KeyHash.parse(stored)).isInstanceOf(IllegalArgumentException.class);
  }
}
