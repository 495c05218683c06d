package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactJwsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"alg":"HS256","typ":"JWT"}             | HS256 | JWT    |
          {"alg":"HS256"}                         | HS256 |        |
          {"typ":"at+jwt","kid":"k","alg":"RS256"} | RS256 | at+jwt | k
          """)
  void a_header_is_read(String header, String algorithm, String type, String keyId) {
    CompactJws jws = parse(TestTokens.signed(TestTokens.SECRET, header, "x")).orElseThrow();

    assertThat(jws.header())
        .isEqualTo(
            new JoseHeader(algorithm, Optional.ofNullable(type), Optional.ofNullable(keyId)));
    assertThat(jws.payload()).isEqualTo("x".getBytes(US_ASCII));
  }

  @Test
  void only_its_own_key_has_signed_it() {
    CompactJws jws = parse(TestTokens.of("{}")).orElseThrow();

    assertThat(jws.isSignedBy(HmacKey.of(TestTokens.SECRET))).isTrue();
    assertThat(jws.isSignedBy(HmacKey.of(TestTokens.FORMER))).isFalse();
  }

  @Test
  void a_key_is_of_one_algorithm_whatever_the_bytes() {
    String token = TestTokens.signed(TestTokens.SECRET, "{\"alg\":\"HS512\"}", "{}");

    assertThat(parse(token).orElseThrow().isSignedBy(HmacKey.of(TestTokens.SECRET))).isFalse();
  }

  private static Optional<CompactJws> parse(String token) {
    return CompactJws.parse(token.getBytes(US_ASCII));
  }
}
