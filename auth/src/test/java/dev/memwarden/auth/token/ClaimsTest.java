package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {

  @Test
  void all_of_them() {
    assertThat(
            read(
                """
                {"iss":"i","sub":"s","aud":"a","exp":3,"nbf":1.25,"iat":2,"jti":"j",
                 "scope":"memory:read  chat ","other":{"x":[1,null]}}
                """))
        .contains(
            new Claims(
                Optional.of("i"),
                Optional.of("s"),
                Optional.of(List.of("a")),
                Optional.of(Instant.ofEpochSecond(3)),
                Optional.of(Instant.ofEpochSecond(1, 250_000_000)),
                Optional.of(Instant.ofEpochSecond(2)),
                Optional.of("j"),
                Optional.of(List.of("memory:read", "chat"))));
  }

  @Test
  void none_of_them() {
    assertThat(read("{}").orElseThrow().audience()).isEmpty();
    assertThat(read("{\"scope\":\"\"}").orElseThrow().scope()).contains(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"sub\"",
        "{\"sub\":\"a\",\"sub\":\"a\"}",
        "{\"sub\":1}",
        "{\"sub\":null}",
        "{\"sub\":[\"a\"]}",
        "{\"sub\":{}}",
        "{\"sub\":true}",
        "{\"iss\":1}",
        "{\"jti\":7}",
        "{\"jti\":null}",
        "{\"aud\":1}",
        "{\"aud\":null}",
        "{\"aud\":[\"memwarden\",1]}",
        "{\"aud\":[[\"memwarden\"]]}",
        "{\"aud\":{}}",
        "{\"scope\":[\"chat\"]}",
        "{\"scope\":null}",
        "{\"scope\":1}",
        "{\"exp\":\"1000\"}",
        "{\"exp\":null}",
        "{\"exp\":true}",
        "{\"exp\":[1000]}",
        "{\"exp\":{\"$date\":1}}",
        "{\"exp\":-1}",
        "{\"exp\":-0.001}",
        "{\"exp\":1e400}",
        "{\"exp\":NaN}",
        "{\"exp\":9007199254740994}",
        "{\"exp\":1e16}",
        "{\"exp\":1e300}",
        "{\"nbf\":\"1000\"}",
        "{\"nbf\":-1}",
        "{\"iat\":\"1000\"}",
        "{\"iat\":-1}",
      })
  void a_claim_of_another_type_spoils_all(String claims) {
    assertThat(read(claims)).isEmpty();
  }

  private static Optional<Claims> read(String text) {
    return StrictJson.object(text.getBytes(UTF_8)).flatMap(Claims::of);
  }
}
