package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Purpose;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshTokensTest {
  private final MasterKeyRing ring = MasterKeyRing.generate(new SecureRandom());
  private final RefreshTokens tokens = new RefreshTokens(ring);
  private final RefreshToken token =
      new RefreshToken(
          "5f3c9a0b7d1e2f4a6b8c0d1e",
          7,
          "4bK2mQ8xT0aZ7nLp",
          tokens.masterKey(),
          SettableClock.NOON,
          SettableClock.NOON.plusSeconds(60));

  private Secret signed(String header, String claims) {
    return JwsWriter.write(
        header.getBytes(UTF_8),
        claims.getBytes(UTF_8),
        text -> ring.sign(tokens.masterKey(), Purpose.REFRESH_TOKEN, text).orElseThrow());
  }

  @Test
  void a_token_is_the_same_bytes_every_time() {
    Secret text = tokens.write(token);

    assertThat(new RefreshTokens(ring).write(token).matches(text)).isTrue();
    assertThat(tokens.read(text)).contains(token);
  }

  @Test
  void the_key_is_for_this_purpose_alone() {
    Secret other =
        JwsWriter.write(
            ("{\"alg\":\"HS256\",\"typ\":\"refresh+jwt\",\"kid\":\"" + tokens.masterKey() + "\"}")
                .getBytes(UTF_8),
            "{}".getBytes(UTF_8),
            text -> ring.sign(tokens.masterKey(), Purpose.KEY_TAG, text).orElseThrow());

    assertThat(tokens.read(other)).isEmpty();
    assertThat(tokens.read(Secret.of("x"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          HS256                        , HS512
          refresh+jwt                  , JWT
          `,"kid":`                    , `,"key":`
          urn:memwarden:refresh        , https://memory.test
          `"jti":"5f3c9a0b7d1e2f4a6b8c0d1e.7"` , `"jti":"5f3c9a0b7d1e2f4a6b8c0d1e.0"`
          `,"jti":"5f3c9a0b7d1e2f4a6b8c0d1e.7"`, ``
          `,"client_id":"k"`           , ``
          `,"exp":2`                   , ``
          `,"iat":1`                   , ``
          """)
  void what_says_anything_else_is_none(String part, String other) {
    String header =
        "{\"alg\":\"HS256\",\"typ\":\"refresh+jwt\",\"kid\":\"" + tokens.masterKey() + "\"}";
    String claims =
        "{\"aud\":\"urn:memwarden:refresh\",\"exp\":2,\"iat\":1,"
            + "\"jti\":\"5f3c9a0b7d1e2f4a6b8c0d1e.7\",\"client_id\":\"k\"}";
    assertThat(header + claims).contains(part);

    assertThat(tokens.read(signed(header, claims))).isPresent();
    assertThat(tokens.read(signed(header.replace(part, other), claims.replace(part, other))))
        .isEmpty();
  }
}
