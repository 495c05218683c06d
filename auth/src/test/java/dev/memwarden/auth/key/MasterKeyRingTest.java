package dev.memwarden.auth.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Secret;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MasterKeyRingTest {
  private static final String ZEROS = "A".repeat(43);
  private static final String ONES = "_".repeat(42) + "8";
  private static final byte[] A = "a".getBytes(UTF_8);
  private static final byte[] B = "b".getBytes(UTF_8);
  private static final byte[] AB = "ab".getBytes(UTF_8);
  private static final byte[] NONE = {};

  private final MasterKeyRing ring = ring("k1 " + ZEROS);

  @Test
  void makes_the_tags_of_rfc_5869_and_rfc_2104() {
    // HKDF-SHA256(ikm = 32 zeros, no salt, info = "memwarden/1/key-tag"), then HMAC over length and
    // text;
    // computed with Python's hmac and hashlib.
    assertThat(ring.tag(Purpose.KEY_TAG, AB))
        .hasToString("k1:9cc83653961a29ac3a6ad3abc96241925177776359a7b43d81e1a9fd8dfb2d7f");
    assertThat(ring.tag(Purpose.RECORD_STAMP, A, B))
        .hasToString("k1:3842759197911dc7b2e6741752c2c7e862985796b7ce0d7582ea822bbb7f2e42");
    assertThat(ring.tag(Purpose.CANARY))
        .hasToString("k1:02bdb749b77c6cbb980e911956208f3bfe56f77d720009ff2dbe4fa34859f0f1");
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void verifies_what_it_made_and_nothing_else(Purpose purpose) {
    Tag tag = ring.tag(purpose, A, B);

    assertThat(ring.verify(purpose, tag, A, B)).isTrue();
    assertThat(ring.verify(purpose, tag, B, A)).isFalse();
    assertThat(ring.verify(purpose, tag, AB)).isFalse();
    assertThat(ring.verify(purpose, tag, AB, NONE)).isFalse();
    assertThat(ring.verify(purpose, tag, A, B, NONE)).isFalse();
    assertThat(ring.verify(purpose, ring.tag(purpose, AB), A, B)).isFalse();
  }

  @Test
  void keeps_purposes_apart() {
    Set<Tag> tags = new HashSet<>();
    for (Purpose purpose : Purpose.values()) {
      tags.add(ring.tag(purpose, A));
      for (Purpose other : Purpose.values()) {
        assertThat(ring.verify(other, ring.tag(purpose, A), A)).isEqualTo(other == purpose);
      }
    }
    assertThat(tags).hasSize(Purpose.values().length);
  }

  @Test
  void tags_with_the_first_key_and_verifies_with_any() {
    MasterKeyRing rotated = ring("k2 " + ONES + "\nk1 " + ZEROS);
    Tag old = ring.tag(Purpose.KEY_TAG, A);

    assertThat(rotated.keyIds()).containsExactly("k2", "k1");
    assertThat(rotated.tag(Purpose.KEY_TAG, A).keyId()).isEqualTo("k2");
    assertThat(rotated.verify(Purpose.KEY_TAG, old, A)).isTrue();
    assertThat(rotated.tags(Purpose.KEY_TAG, A))
        .containsExactly(rotated.tag(Purpose.KEY_TAG, A), old);
    assertThat(ring.verify(Purpose.KEY_TAG, rotated.tag(Purpose.KEY_TAG, A), A)).isFalse();
    assertThat(ring.verify(Purpose.KEY_TAG, new Tag("k2", old.hex()), A)).isFalse();
    assertThat(rotated.verify(Purpose.KEY_TAG, new Tag("k2", old.hex()), A)).isFalse();
  }

  @Test
  void reads_what_it_prints() {
    MasterKeyRing made = MasterKeyRing.generate(new SecureRandom());
    MasterKeyRing read = MasterKeyRing.parse(made.print());

    assertThat(read.tag(Purpose.CANARY)).isEqualTo(made.tag(Purpose.CANARY));
    assertThat(made.keyIds().getFirst()).matches("[0-9A-Za-z]{8}");
    assertThat(MasterKeyRing.generate(new SecureRandom()).keyIds()).isNotEqualTo(made.keyIds());
    assertThat(ring("k2 " + ONES + "\nk1 " + ZEROS + "\n").print().revealText())
        .isEqualTo("k2 " + ONES + "\nk1 " + ZEROS + "\n");
    assertThat(ring("# comment\n\nk1 " + ZEROS + "\r\n").keyIds()).isEqualTo(List.of("k1"));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''           | there is no master key, expected 'keyId base64url'
          # only       | there is no master key, expected 'keyId base64url'
          k1           | master keys, line 1: expected 'keyId base64url'
          k-1 Z        | master keys, line 1: the id has 1 to 16 ASCII letters and digits
          ٣ Z          | master keys, line 1: the id has 1 to 16 ASCII letters and digits
          12345678901234567 Z | master keys, line 1: the id has 1 to 16 ASCII letters and digits
          k1 Z;k1 O    | master keys, line 2: repeats the id of an earlier line
          k1 Z;;k2 Z   | master keys, line 3: repeats the key of an earlier line
          k1 Zx        | master keys, line 1: the key is not 43 characters of base64url (32 bytes without padding)
          k1 Z=        | master keys, line 1: the key is not 43 characters of base64url (32 bytes without padding)
          k1  Z        | master keys, line 1: the key is not 43 characters of base64url (32 bytes without padding)
          k1 short     | master keys, line 1: the key is not 43 characters of base64url (32 bytes without padding)
          k1 L         | master keys, line 1: the key is not 43 characters of base64url (32 bytes without padding)
          k1 S         | master keys, line 1: the key is not 43 characters of base64url (32 bytes without padding)
          k1 U         | master keys, line 1: the key is not 43 characters of base64url (32 bytes without padding)
          """)
  void names_the_line_of_a_mistake_and_never_its_content(String text, String message) {
    String full =
        text.replace(';', '\n')
            .replace("Z", ZEROS)
            .replace("O", ONES)
            .replace("L", "A".repeat(42) + "B")
            .replace("S", "A".repeat(42) + "+")
            .replace("U", "A".repeat(41) + "\u0661A");

    assertThatThrownBy(() -> ring(full))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void ids_may_be_short_and_long() {
    assertThat(ring("1 " + ZEROS).keyIds()).containsExactly("1");
    assertThat(ring("1234567890abcDEF " + ZEROS).keyIds()).containsExactly("1234567890abcDEF");
  }

  @Test
  void says_its_ids_only() {
    assertThat(ring).hasToString("MasterKeyRing[k1]");
    assertThat(ring.print()).hasToString("Secret[redacted]");
  }

  @Test
  void tags_read_what_they_print() {
    Tag tag = ring.tag(Purpose.CANARY);

    assertThat(Tag.parse(tag.toString())).isEqualTo(tag);
  }

  @ParameterizedTest
  @CsvSource({"k1", "k1:", ":HEX", "k1:HEX0", "k1:BAD", "k 1:HEX", "k1:UPPER", "''"})
  void tags_have_one_form(String text) {
    String hex = "a".repeat(64);
    String full =
        text.replace("HEX", hex).replace("BAD", "g".repeat(64)).replace("UPPER", "A".repeat(64));

    assertThatThrownBy(() -> Tag.parse(full)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Tag.parse("k1:" + hex).keyId()).isEqualTo("k1");
  }

  private static MasterKeyRing ring(String text) {
    return MasterKeyRing.parse(Secret.of(text));
  }
}
