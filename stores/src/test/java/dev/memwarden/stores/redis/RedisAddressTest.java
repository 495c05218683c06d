package dev.memwarden.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          redis://localhost                    | false | localhost:6379/0    |       |          | false
          redis://localhost:7000/3             | false | localhost:7000/3    |       |          | false
          redis://127.0.0.1/                   | false | 127.0.0.1:6379/0    |       |          | false
          redis://[::1]:6379                   | false | [::1]:6379/0        |       |          | false
          redis://redis:6379/0                 | false | redis:6379/0        |       |          | true
          redis://:pass%40word@redis           | false | redis:6379/0        |       | pass@word | true
          rediss://user:pass:word@r.test:1/15  | true  | r.test:1/15         | user  | pass:word | false
          redis://user@localhost               | false | localhost:6379/0    | user  |          | false
          """)
  void an_address_is_a_url(
      String url, boolean tls, String shown, String user, String password, boolean readable) {
    RedisAddress address = RedisAddress.parse(url);

    assertThat(address.tls()).isEqualTo(tls);
    assertThat(address).hasToString(shown);
    assertThat(address.user().orElse(null)).isEqualTo(user);
    assertThat(address.password().map(Secret::revealText).orElse(null)).isEqualTo(password);
    assertThat(address.isReadable()).isEqualTo(readable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:6379",
        "http://localhost",
        "redis://",
        "redis://:sesame@a:6379,b:6379",
        "redis+cluster://localhost",
        "redis://localhost?cluster=true",
        "redis://localhost/sesame",
        "redis://localhost/-1",
        "redis://localhost/12345",
        "redis://a b"
      })
  void what_is_none_is_not_repeated(String url) {
    assertThatThrownBy(() -> RedisAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("sesame");
  }

  @Test
  void a_password_is_not_printed() {
    assertThat(RedisAddress.parse("redis://:sesame@localhost").password().orElseThrow())
        .asString()
        .doesNotContain("sesame");
  }
}
