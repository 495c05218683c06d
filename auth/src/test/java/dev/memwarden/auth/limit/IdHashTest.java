package dev.memwarden.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdHashTest {
  private final IdHash hash = new IdHash(0x1234_5678_9abc_def0L, 0xfeed_beef_cafe_f00dL);

  @Test
  void kinds_and_parts_are_told_apart() {
    Set<Long> all =
        Set.of(
            hash.of(0, ""),
            hash.of(0, "", ""),
            hash.of(0, "a"),
            hash.of(1, "a"),
            hash.of(0, "a", ""),
            hash.of(0, "", "a"),
            hash.of(0, "ab", "c"),
            hash.of(0, "a", "bc"),
            hash.of(0, "abc"),
            hash.of(0, "a\0", "bc"),
            hash.of(0, 0),
            hash.of(0, 1),
            hash.of(1, 0));
    assertThat(all).hasSize(13).doesNotContain(0L);
    assertThat(hash.of(0, "alice")).isEqualTo(hash.of(0, "alice"));
  }

  @Test
  void another_secret_makes_other_numbers() {
    IdHash other = new IdHash(0x1234_5678_9abc_def1L, 0xfeed_beef_cafe_f00dL);
    IdHash third = new IdHash(0x1234_5678_9abc_def0L, 0xfeed_beef_cafe_f00fL);
    assertThat(Set.of(hash.of(0, "a"), other.of(0, "a"), third.of(0, "a"))).hasSize(3);
  }

  // 2^16 lines, as the table has them: by chance about 1.6 of 10,000 numbers share each 16th line.
  @Test
  void numbers_that_follow_each_other_fall_evenly() {
    Set<Long> lines = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      lines.add(hash.of(0, "user" + i) >>> 48);
    }
    assertThat(lines.size()).isBetween(9_100, 9_450);
  }
}
