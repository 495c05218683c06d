package dev.memwarden.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisTokenTest {
  private static final String HASH = "$2b$04$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe";
  private static final String KEY = "auth_token:" + HASH;

  @Test
  void a_record_of_redis_ams_is_understood() {
    RedisToken token =
        RedisToken.read(
            KEY,
            """
            {"description":"CI","created_at":"2025-07-10T18:30:00.123456Z",
             "expires_at":"2026-07-10T18:30:00.123456Z","token_hash":"%s"}
            """
                .formatted(HASH),
            Optional.of(Instant.parse("2026-07-10T18:30:01Z")));

    assertThat(token.hash().orElseThrow().shown()).isEqualTo(HASH);
    assertThat(token.description()).contains("CI");
    assertThat(token.createdAt()).contains(Instant.parse("2025-07-10T18:30:00.123456Z"));
    assertThat(token.expiresAt()).contains(Instant.parse("2026-07-10T18:30:00.123456Z"));
    assertThat(token.where()).isEqualTo("token …" + HASH.substring(HASH.length() - 8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null                          |                      |
          null                          | 2026-01-01T00:00:00Z | 2026-01-01T00:00:00Z
          "2027-01-01T00:00:00Z"        | 2026-01-01T00:00:00Z | 2026-01-01T00:00:00Z
          "2025-01-01T02:00:00+02:00"   | 2026-01-01T00:00:00Z | 2025-01-01T00:00:00Z
          "2025-01-01T00:00:00.5"       |                      | 2025-01-01T00:00:00.500Z
          """)
  void a_token_ends_when_its_record_or_redis_says(String end, Instant until, Instant expected) {
    RedisToken token =
        RedisToken.read(
            KEY,
            "{\"expires_at\":" + end + ",\"token_hash\":\"" + HASH + "\"}",
            Optional.ofNullable(until));

    assertThat(token.expiresAt()).isEqualTo(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not json                                         | its record is no JSON object
          []                                               | its record is no JSON object
          {}                                               | its record names another hash
          {"token_hash":"other"}                           | its record names another hash
          {"token_hash":"HASH","created_at":"yesterday"}   | its record has a time that is none
          {"token_hash":"HASH","expires_at":1}             | its record has a time that is none
          """)
  void a_record_that_makes_no_sense_is_explained(String value, String fault) {
    RedisToken token = RedisToken.read(KEY, value.replace("HASH", HASH), Optional.empty());

    assertThat(token.hash()).isEmpty();
    assertThat(token.fault()).isEqualTo(fault);
  }

  @Test
  void a_hash_that_is_none_is_explained() {
    RedisToken token = RedisToken.read("auth_token:x", "{\"token_hash\":\"x\"}", Optional.empty());

    assertThat(token.fault()).isEqualTo("is no bcrypt hash such as $2b$12$…");
    assertThat(token.where()).isEqualTo("token …x");
  }
}
