package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Secret;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SealingTest {
  private static final Secret SECRET = Secret.of("what nobody may read");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final MasterKeyRing ring = MasterKeyRing.generate(RANDOM);
  private final Sealing sealing = new Sealing(ring, RANDOM, "test");

  @Test
  void what_was_sealed_opens_again() {
    String sealed = sealing.seal(SECRET, "name");

    assertThat(sealed).startsWith(ring.keyIds().getFirst() + ":").doesNotContain("nobody");
    assertThat(sealing.open(sealed, "name").orElseThrow().matches(SECRET)).isTrue();
    assertThat(sealing.seal(SECRET, "name")).isNotEqualTo(sealed);
  }

  @Test
  void it_opens_under_its_name_kind_and_master_key_only() {
    String sealed = sealing.seal(SECRET, "name");
    MasterKeyRing other = MasterKeyRing.generate(RANDOM);

    assertThat(sealing.open(sealed, "other")).isEmpty();
    assertThat(new Sealing(ring, RANDOM, "other").open(sealed, "name")).isEmpty();
    assertThat(new Sealing(other, RANDOM, "test").open(sealed, "name")).isEmpty();
  }

  @Test
  void a_former_master_key_still_opens() {
    String sealed = sealing.seal(SECRET, "name");
    Secret both =
        Secret.of(MasterKeyRing.generate(RANDOM).print().revealText() + ring.print().revealText());

    assertThat(new Sealing(MasterKeyRing.parse(both), RANDOM, "test").open(sealed, "name"))
        .isPresent();
  }

  @Test
  void what_was_changed_does_not_open() {
    String sealed = sealing.seal(SECRET, "name");
    String id = ring.keyIds().getFirst();
    char last = sealed.charAt(sealed.length() - 6);
    String flipped =
        sealed.substring(0, sealed.length() - 6)
            + (last == 'A' ? 'B' : 'A')
            + sealed.substring(sealed.length() - 5);

    for (String broken : new String[] {flipped, "", "nothing", id + ":", id + ":AAAA", id + ":%"}) {
      assertThat(sealing.open(broken, "name")).as(broken).isEmpty();
    }
  }
}
