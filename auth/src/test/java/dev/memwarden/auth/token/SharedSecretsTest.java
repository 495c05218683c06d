package dev.memwarden.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Secret;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSecretsTest {

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          SECRET                                                 | WHY
          ~~                                                     | the secret has fewer than 32 bytes
          changeme                                               | the secret has fewer than 32 bytes
          your-256-bit-secret                                    | the secret has fewer than 32 bytes
          0123456789abcdefghijklmnopqrstu                        | the secret has fewer than 32 bytes
          do-not-use-this-secret-in-production                   | the secret is published as an example
          ~ do-not-use-this-secret-in-production ~               | the secret is published as an example
          a-string-secret-at-least-256-bits-long                 | the secret is published as an example
          <your cryptographically secure secret created above>   | the secret is published as an example
          aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa               | the secret repeats itself
          changemechangemechangemechangeme                       | the secret repeats itself
          changemechangemechangemechangemecha                    | the secret repeats itself
          01010101100101010111001010101010101001                 | the secret repeats itself
          """)
  void a_secret_that_anybody_could_guess_is_none(String secret, String why) {
    assertThatThrownBy(() -> SharedSecrets.of(Secret.of(secret), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0123456789abcdefghijklmnopqrstuv",
        "пароль-длиной-в-32-байта",
        "d41d8cd98f00b204e9800998ecf8427e",
        "PWVZbKSXVmSiiz0H0OUqk2PP_8S7FhAmN2JQZzhIXqPAZ7XnLVWMq4bFjBCRgB6J4hYxZoXcJeRmtmC0FpV2xg==",
      })
  void others_are_taken_as_they_are(String secret) {
    SharedSecrets secrets = SharedSecrets.of(Secret.of(secret), List.of());

    assertThat(secrets.contains(Secret.of(secret))).isTrue();
    assertThat(secrets.contains(Secret.of(secret + "\n"))).isFalse();
    assertThat(secrets.toString()).isEqualTo("SharedSecrets[1]");
  }

  @Test
  void former_ones_are_no_weaker() {
    assertThatThrownBy(() ->
            SharedSecrets.of(TestTokens.SECRET, List.of(TestTokens.FORMER, Secret.of("short"))))
        .hasMessage("former secret 2 has fewer than 32 bytes");
  }

  @Test
  void there_are_not_too_many() {
    List<Secret> seven = Collections.nCopies(7, TestTokens.FORMER);

    assertThat(SharedSecrets.of(TestTokens.SECRET, seven).toString()).contains("8");
    assertThatThrownBy(
            () -> SharedSecrets.of(TestTokens.SECRET, Collections.nCopies(8, TestTokens.FORMER)))
        .hasMessage("there are more than 8 secrets");
  }

  @Test
  void a_key_prints_nothing_of_itself() {
    assertThat(HmacKey.of(TestTokens.SECRET).toString()).isEqualTo("HmacKey[redacted]");
  }
}
