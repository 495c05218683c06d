package dev.memwarden.server.fastapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "2025-07-10T18:30:00Z, 2025-07-10T18:30:00Z",
    "2025-07-10t18:30:00z, 2025-07-10T18:30:00Z",
    "2025-07-10 18:30:00, 2025-07-10T18:30:00Z",
    "2025-07-10T18:30, 2025-07-10T18:30:00Z",
    "2025-07-10T18:30:00.5+02:00, 2025-07-10T16:30:00.500000Z",
    "2025-07-10T18:30:00.123456789-0330, 2025-07-10T22:00:00.123456Z",
    "2025-07-10, 2025-07-10T00:00:00Z",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
    "0001-01-01, 0001-01-01T00:00:00Z",
  })
  void a_time_is_read_and_written(String text, String written) {
    Optional<Instant> time = Times.of(text);

    assertThat(time.map(Times::text)).contains(written);
    assertThat(Times.of(written)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2025-13-01",
        "2025-02-30T00:00:00Z",
        "2025-07-10T25:00:00Z",
        "2025-07-10T18:30:00Z[Europe/Rome]",
        "2025-07-10T18:30:00 +02:00",
        "+10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "1751000000",
        "2025-07-10T18:30:00.0000000000000000000000Z",
      })
  void others_are_none(String text) {
    assertThat(Times.of(text)).isEmpty();
  }
}
