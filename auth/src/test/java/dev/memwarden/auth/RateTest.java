package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Rate.Per;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {

  @ParameterizedTest
  @CsvSource({
    "1/s,          1,         SECOND, 1",
    "100/m,        100,       MINUTE, 100",
    "100/m:20,     100,       MINUTE, 20",
    "7/h:7,        7,         HOUR,   7",
    "999999999/d,  999999999, DAY,    999999999"
  })
  void is_read_as_it_is_written(String text, int count, Per per, int burst) {
    assertThat(Rate.parse(text)).isEqualTo(new Rate(count, per, burst));
    assertThat(Rate.parse(Rate.parse(text).toString())).isEqualTo(Rate.parse(text));
  }

  @Test
  void leaves_out_a_burst_that_is_all() {
    assertThat(Rate.text(Rate.parseList("7/h:7,100/m:20"))).isEqualTo("7/h,100/m:20");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "100",
        "/m",
        "0/m",
        "-1/m",
        "+1/m",
        "01/m",
        "1.5/m",
        "100/w",
        "100/M",
        "100 /m",
        " 1/m",
        "100/m:",
        "100/m:0",
        "100/m:101",
        "1000000000/s",
        "99999999999999999999/s",
        "100/m,",
        ",1/m",
        "1/m, 2/h",
        "1/m,2/m",
        "1/m;2/h",
        "١/m",
        "100/m\n"
      })
  void anything_else_is_no_rate(String text) {
    assertThatThrownBy(() -> Rate.parseList(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "{0} within {1}: {2}")
  @CsvSource({
    "100/m,    100/m,    true",
    "99/m,     100/m,    true",
    "101/m,    100/m,    false",
    "100/m:20, 100/m,    true",
    "100/m,    100/m:20, false",
    "60/m:1,   1/s,      true",
    "60/m,     1/s,      false",
    "61/m:1,   1/s,      false",
    "1/s,      60/m,     true",
    "1/s,      3600/h,   true",
    "1/s,      3599/h,   false",
    "999999999/s, 999999999/d, false",
    "999999999/d, 999999999/s, true"
  })
  void lets_no_more_through_than_one_that_it_is_within(String own, String other, boolean within) {
    assertThat(Rate.parse(own).within(Rate.parse(other))).isEqualTo(within);
  }
}
