package dev.memwarden.auth.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDigestTest {
  private static final String HELLO = "{\"hello\": \"world\"}\n";
  private static final String SHA_256 = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
  private static final String SHA_512 =
      "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:";
  private static final String EMPTY = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";

  /// The digests of RFC 9530, 2 and appendix B.
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          FIELD               | HELLO | NOTHING
          SHA_256             | true  | false
          SHA_512             | true  | false
          SHA_256, SHA_512    | true  | false
          SHA_512 ,  SHA_256  | true  | false
          md5=:AAAA:, SHA_256 | true  | false
          EMPTY               | false | true
          EMPTY, SHA_512      | false | false
          sha-256=:AAAA:      | false | false
          sha-256=::          | false | false
          """)
  void fits_the_body_whose_it_is(String field, boolean hello, boolean nothing) {
    ContentDigest digest = parse(field).orElseThrow();

    assertThat(digest.matches(HELLO.getBytes(UTF_8))).isEqualTo(hello);
    assertThat(digest.matches(new byte[0])).isEqualTo(nothing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha-256",
        "sha-256=",
        "sha-256=RK/0",
        "sha-256=:RK/0",
        "sha-256=:RK/:",
        "sha-256=:R===:",
        "sha-256=:RK_0:",
        "sha-256=:RK/0:;a=1",
        "sha-256=\"RK/0\"",
        "SHA-256=:RK/0:",
        "sha-256=:RK/0:,",
        "sha-256=:RK/0: sha-512=:RK/0:",
        "SHA_256, SHA_256",
        "md5=:AAAA:, md5=:AAAA:, SHA_256",
        "md5=:AAAA:",
        "unixsum=:AAAA:"
      })
  void refuses_what_could_be_read_in_two_ways_or_says_nothing(String field) {
    assertThat(parse(field)).isEmpty();
  }

  private static Optional<ContentDigest> parse(String field) {
    return ContentDigest.parse(
        field.replace("SHA_256", SHA_256).replace("SHA_512", SHA_512).replace("EMPTY", EMPTY));
  }
}
