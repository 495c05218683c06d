package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SecretTest {
  private static final Secret SECRET = Secret.of("café");

  @Test
  void matches_the_same_bytes_only() {
    assertThat(SECRET.matches(Secret.of("café"))).isTrue();
    assertThat(SECRET.matches(Secret.of("cafe"))).isFalse();
    assertThat(SECRET.matches(Secret.of("caféx"))).isFalse();
    assertThat(SECRET.length()).isEqualTo(5);
    assertThat(SECRET.revealText()).isEqualTo("café");
  }

  @Test
  void lends_a_copy_and_wipes_it() {
    AtomicReference<byte[]> lent = new AtomicReference<>();
    int first =
        SECRET.reveal(bytes -> {
          lent.set(bytes);
          return (int) bytes[0];
        });

    assertThat(first).isEqualTo('c');
    assertThat(lent.get()).containsOnly(0);
    assertThat(SECRET.revealText()).isEqualTo("café");
  }

  @Test
  void does_not_change_with_the_bytes_that_it_was_made_of() {
    byte[] bytes = {1, 2, 3};
    Secret secret = Secret.copyOf(bytes);
    bytes[0] = 9;

    assertThat(secret.matches(Secret.copyOf(new byte[] {1, 2, 3}))).isTrue();
  }

  @Test
  void is_never_printed() {
    assertThat(SECRET.toString()).isEqualTo("Secret[redacted]");
    assertThat(new Credential.ApiKey(SECRET).toString()).doesNotContain("caf");
  }
}
