package dev.memwarden.memory.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource({
    "https://api.openai.com/v1, https://api.openai.com/v1",
    "https://api.openai.com/v1/, https://api.openai.com/v1",
    "HTTPS://models.example, HTTPS://models.example",
    "http://127.0.0.1:11434/v1, http://127.0.0.1:11434/v1",
    "http://localhost:11434/v1, http://localhost:11434/v1",
    "http://[::1]:11434/v1, http://[::1]:11434/v1",
  })
  void good_addresses(String text, String url) {
    assertThat(Endpoint.of(text, Optional.empty(), "m", false).baseUrl()).hasToString(url);
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "api.openai.com/v1",
    "ftp://models.example",
    "file:///etc/passwd",
    "https:///v1",
    "https://user:sesame@models.example",
    "https://models.example/?key=sesame",
    "https://models.example/#sesame",
    "https://models.example/a b",
    "http://models.example/v1",
    "http://10.0.0.1/v1",
    "http://127.0.0.1.models.example/v1",
    "http://localhost.models.example/v1",
    "http://127.1/v1",
  })
  void bad_addresses_are_refused_and_not_repeated(String text) {
    assertThatThrownBy(() -> Endpoint.of(text, Optional.empty(), "m", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("sesame");
  }

  @Test
  void plain_http_elsewhere_must_be_wanted() {
    assertThat(Endpoint.of("http://10.0.0.1/v1", Optional.empty(), "m", true).baseUrl())
        .hasToString("http://10.0.0.1/v1");
  }

  @ParameterizedTest
  @CsvSource({"''", "'sesame\nX-Evil: 1'", "'sesame '", "sésame"})
  void a_key_that_fits_in_no_header_is_refused_and_not_repeated(String key) {
    assertThatThrownBy(
            () -> Endpoint.of("https://models.example", Optional.of(Secret.of(key)), "m", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("same");
  }

  @Test
  void a_key_is_not_printed() {
    assertThat(
            Endpoint.of("https://models.example", Optional.of(Secret.of("sesame")), "m", false)
                .toString())
        .isEqualTo("Endpoint[https://models.example m]");
  }
}
