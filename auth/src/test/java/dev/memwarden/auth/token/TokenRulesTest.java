package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRulesTest {
  private static final Set<String> US = Set.of("memwarden", "https://memory.test/");
  private static final TokenRules EXACT = rules(Duration.ZERO);
  private static final TokenRules LENIENT = rules(TokenRules.MAX_LEEWAY);

  private static TokenRules rules(Duration leeway) {
    return new TokenRules(Set.of("jwt"), false, US, false, false, leeway);
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          CLAIMS                       | NOW              | EXACT            | WITH 60 s
          {"exp":1000}                 | 999.999999999    | good             | good
          {"exp":1000}                 | 1000             | EXPIRED          | good
          {"exp":1000}                 | 1059.999999999   | EXPIRED          | good
          {"exp":1000}                 | 1060             | EXPIRED          | EXPIRED
          {"exp":1000.5}               | 1000.499999999   | good             | good
          {"exp":1000.5}               | 1000.5           | EXPIRED          | good
          {"exp":0}                    | 0                | EXPIRED          | good
          {"exp":0}                    | 1000             | EXPIRED          | EXPIRED
          {"exp":9007199254740992}     | 1000             | good             | good
          {"nbf":1000}                 | 1000             | good             | good
          {"nbf":1000}                 | 999.999999999    | NOT_YET_VALID    | good
          {"nbf":1000}                 | 940              | NOT_YET_VALID    | good
          {"nbf":1000}                 | 939.999999999    | NOT_YET_VALID    | NOT_YET_VALID
          {"iat":1000}                 | 1000             | good             | good
          {"iat":1000}                 | 999.999999999    | ISSUED_IN_FUTURE | good
          {"iat":1000}                 | 940              | ISSUED_IN_FUTURE | good
          {"iat":1000}                 | 939.999999999    | ISSUED_IN_FUTURE | ISSUED_IN_FUTURE
          {"iat":0,"nbf":0}            | 1000             | good             | good
          {"iat":0,"nbf":0,"exp":2000} | 1000             | good             | good
          {"iat":2000,"exp":1000}      | 1500             | EXPIRED          | EXPIRED
          """)
  void a_token_is_good_between_its_times(
      String claims, String now, String exact, String withLeeway) {
    Instant instant = instant(now);

    assertThat(answer(EXACT.refusal(claims(claims), instant))).isEqualTo(exact);
    assertThat(answer(LENIENT.refusal(claims(claims), instant))).isEqualTo(withLeeway);
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          CLAIMS                                | ANSWER
          {}                                    | good
          {"aud":"memwarden"}                   | good
          {"aud":["other","memwarden"]}         | good
          {"aud":"https://memory.test/"}        | good
          {"aud":"https://memory.test"}         | WRONG_AUDIENCE
          {"aud":"https://memory.test/x"}       | WRONG_AUDIENCE
          {"aud":"HTTPS://memory.test/"}        | WRONG_AUDIENCE
          {"aud":"Memwarden"}                   | WRONG_AUDIENCE
          {"aud":"memwarde"}                    | WRONG_AUDIENCE
          {"aud":"memwarden2"}                  | WRONG_AUDIENCE
          {"aud":" memwarden"}                  | WRONG_AUDIENCE
          {"aud":"memwarden other"}             | WRONG_AUDIENCE
          {"aud":"memw\\u0430rden"}             | WRONG_AUDIENCE
          {"aud":"other"}                       | WRONG_AUDIENCE
          {"aud":["other"]}                     | WRONG_AUDIENCE
          {"aud":""}                            | WRONG_AUDIENCE
          {"aud":[]}                            | WRONG_AUDIENCE
          {"aud":[""]}                          | WRONG_AUDIENCE
          """)
  void an_audience_names_this_server_exactly(String claims, String answer) {
    assertThat(answer(EXACT.refusal(claims(claims), Instant.EPOCH))).isEqualTo(answer);
  }

  @Test
  void what_must_be_there_is_missed() {
    var strict = new TokenRules(Set.of("at+jwt"), true, US, true, true, Duration.ZERO);

    assertThat(strict.refusal(claims("{}"), Instant.EPOCH)).contains(Refusal.WRONG_AUDIENCE);
    assertThat(strict.refusal(claims("{\"aud\":\"memwarden\"}"), Instant.EPOCH))
        .contains(Refusal.NO_SUBJECT);
    assertThat(strict.refusal(claims("{\"aud\":\"memwarden\",\"sub\":\"a\"}"), Instant.EPOCH))
        .isEmpty();
    assertThat(strict.refusal(header("{\"alg\":\"HS256\"}"))).contains(Refusal.WRONG_TOKEN_TYPE);
    assertThat(strict.refusal(header("{\"alg\":\"HS256\",\"typ\":\"at+JWT\"}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"alg":"HS256"}                        | good
          {"alg":"HS256","typ":"JWT"}            | good
          {"alg":"HS256","typ":"jwt"}            | good
          {"alg":"HS256","typ":"at+jwt"}         | WRONG_TOKEN_TYPE
          {"alg":"HS256","typ":"refresh+jwt"}    | WRONG_TOKEN_TYPE
          {"alg":"HS256","typ":"JWT "}           | WRONG_TOKEN_TYPE
          {"alg":"HS256","typ":""}               | WRONG_TOKEN_TYPE
          {"alg":"HS256","typ":"JOSE"}           | WRONG_TOKEN_TYPE
          """)
  void kinds_of_tokens_exclude_each_other(String header, String answer) {
    assertThat(answer(EXACT.refusal(header(header)))).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 61})
  void a_leeway_is_a_minute_at_most(long seconds) {
    assertThatThrownBy(() -> rules(Duration.ofSeconds(seconds)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Instant instant(String seconds) {
    String[] parts = seconds.split("\\.");
    String nanos = parts.length == 1 ? "" : parts[1];
    return Instant.ofEpochSecond(
        Long.parseLong(parts[0]), Long.parseLong((nanos + "000000000").substring(0, 9)));
  }

  private static Claims claims(String text) {
    return StrictJson.object(text.getBytes(UTF_8)).flatMap(Claims::of).orElseThrow();
  }

  private static JoseHeader header(String text) {
    return JoseHeader.parse(text.getBytes(UTF_8)).orElseThrow();
  }

  private static String answer(Optional<Refusal> refusal) {
    return refusal.map(Enum::name).orElse("good");
  }
}
