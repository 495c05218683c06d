package dev.memwarden.server.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.key.KeyText;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.leak.LeakReport.Reading;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a host sends: it is read, or refused with reasons, and every reason to revoke is a
/// short line without any key.
class LeakReportFuzzTest {

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "[]",
            "{}",
            "[{\"token\":\"sks-0123456789abcdef_\",\"type\":\"t\",\"url\":\"https://x/y\","
                + "\"source\":\"content\"}]",
            "[{\"token\":\"a\",\"url\":\"https://x/a\"},{\"token\":\"\"},{\"url\":7},null]",
            "[{\"token\":\"\\u0000\\ud83d\\ude00\",\"url\":\"https://\\u202e\"}]")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void it_is_read_or_refused(byte[] bytes) {
    switch (LeakReport.read(Body.of(bytes))) {
      case Reading.Read(LeakReport report) -> {
        assertThat(report.leaks()).hasSizeLessThanOrEqualTo(LeakReport.MAX_LEAKS);
        report.leaks().forEach(LeakReportFuzzTest::check);
      }
      case Reading.Malformed(var problems) ->
          assertThat(problems).hasSizeBetween(1, LeakReport.MAX_PROBLEMS);
      case Reading.TooMany _ -> assertThat(bytes.length).isGreaterThan(LeakReport.MAX_LEAKS);
    }
  }

  private static void check(Leak leak) {
    assertThat(leak.hash()).hasSize(44);
    String reason = leak.reason();
    assertThat(reason.length()).isLessThanOrEqualTo(Leak.MAX_REASON);
    assertThat(reason.chars().noneMatch(Character::isISOControl)).isTrue();
    assertThat(reason).doesNotContainPattern(KeyText.PATTERN);
  }
}
