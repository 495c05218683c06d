package dev.memwarden.auth.slow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.memwarden.auth.Secret;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlowHashTest {
  // Made by the crypt(3) of the GNU C library.
  private static final String BCRYPT =
      "$2b$04$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe";
  // Key and hash as the draft shows them.
  private static final String DRAFT_KEY = "sks-MTpjNDYwMjA5N2I2NDU0MWU3YWQ5NGVhMmQ3OGI5ZGMyNw";
  private static final String DRAFT_HASH =
      "$2b$12$ZL85RPO49B4JVHqsFgsgKexfysUAnNQQr7ZoN8KzPli6pq5nMs6s6";
  private static final String DJANGO =
      "pbkdf2_sha256$1000$saltsalt$qQDPSZa3Ormyy9oK1Pu0ZLLwP2Svzmx3yu8OvDdq/J0=";
  private static final String PASSLIB =
      "$pbkdf2-sha256$29000$yMnKy8zNzs/Q0dLT1NXW1w$2sQRidcQyrZgIBkFv9HNrbH9hzwoYs5aUf04n8wepu0";

  @Test
  void bcrypt_of_other_programs_is_understood() {
    SlowHash hash = BcryptHash.read(BCRYPT);

    assertThat(hash.proves(Secret.of("token"))).isTrue();
    assertThat(hash.proves(Secret.of("tokem"))).isFalse();
    assertThat(hash.proves(Secret.of(""))).isFalse();
    assertThat(hash.shown()).isEqualTo(BCRYPT);
  }

  @Test
  void bcrypt_is_made_as_redis_ams_makes_it() {
    SlowHash hash = SlowHash.bcrypt(Secret.of("text"), new SecureRandom());

    assertThat(hash.shown()).matches("\\$2b\\$12\\$[./A-Za-z0-9]{53}");
    assertThat(hash.stored()).matches("bcrypt\\$2b\\.12\\$[./A-Za-z0-9]{53}");
    assertThat(SlowHash.parse(hash.stored()).proves(Secret.of("text"))).isTrue();
    assertThat(SlowHash.bcrypt(Secret.of("text"), new SecureRandom())).isNotEqualTo(hash);
  }

  /// What comes after 72 bytes would not count: two texts would be one key.
  @Test
  void bcrypt_takes_no_text_that_it_would_cut_off() {
    String most = "x".repeat(BcryptHash.MAX_TEXT);
    SlowHash hash = SlowHash.bcrypt(Secret.of(most), new SecureRandom());

    assertThat(hash.proves(Secret.of(most))).isTrue();
    assertThat(hash.mayProve(Secret.of(most + "y"))).isFalse();
    assertThat(hash.proves(Secret.of(most + "y"))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SlowHash.bcrypt(Secret.of(most + "y"), new SecureRandom()));
  }

  @ParameterizedTest
  @ValueSource(strings = {DJANGO, PASSLIB})
  void pbkdf2_of_other_programs_is_understood(String shown) {
    SlowHash hash = Pbkdf2Hash.read(shown);

    assertThat(hash.proves(Secret.of("correct horse"))).isTrue();
    assertThat(hash.proves(Secret.of("correct horsf"))).isFalse();
    assertThat(SlowHash.parse(hash.stored())).isEqualTo(hash).hasSameHashCodeAs(hash);
    assertThat(SlowHash.parse(hash.stored()).proves(Secret.of("correct horse"))).isTrue();
  }

  @Test
  void a_key_of_the_draft_of_memgpt_is_understood() {
    SlowHash hash = DraftKeyHash.of("1", BcryptHash.read(DRAFT_HASH));

    assertThat(hash.proves(Secret.of(DRAFT_KEY))).isTrue();
    assertThat(hash.shown()).isEqualTo(DRAFT_HASH);
    assertThat(SlowHash.parse(hash.stored())).isEqualTo(hash).hasSameHashCodeAs(hash);
    assertThat(SlowHash.parse(hash.stored()).proves(Secret.of(DRAFT_KEY))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sks-",
        "MTpjNDYwMjA5N2I2NDU0MWU3YWQ5NGVhMmQ3OGI5ZGMyNw",
        "sks-MjpjNDYwMjA5N2I2NDU0MWU3YWQ5NGVhMmQ3OGI5ZGMyNw", // id 2
        "sks-MTpjNDYwMjA5N2I2NDU0MWU3YWQ5NGVhMmQ3OGI5ZGMyNx", // the same with unused bits
        "sks-MTpjNDYwMjA5N2I2NDU0MWU3YWQ5NGVhMmQ3OGI5ZGMyNw==",
        "sks-YzQ2MDIwOTdiNjQ1NDFlN2FkOTRlYTJkNzhiOWRjMjc", // no id
        "sks-MTpjNDYwMjA5N2I2NDU0MWU3YWQ5NGVhMmQ3OGI5ZGMyNw\n",
        "sks-!!!!",
        "sks-M"
      })
  void other_texts_are_not_even_tried_against_it(String text) {
    SlowHash hash = DraftKeyHash.of("1", BcryptHash.read(DRAFT_HASH));

    assertThat(hash.mayProve(Secret.of(text))).isFalse();
    assertThat(hash.proves(Secret.of(text))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "$2b$04$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZ, is no bcrypt hash",
    "$2b$4$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe, is no bcrypt hash",
    "$2x$04$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe, is no bcrypt hash",
    "$2b$03$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe, cost",
    "$2b$16$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe, cost",
    "$2b$31$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe, cost",
  })
  void bcrypt_of_another_form_or_endless_cost_is_refused(String shown, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BcryptHash.read(shown))
        .withMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pbkdf2_sha256$9999999$saltsalt$qQDPSZa3Ormyy9oK1Pu0ZLLwP2Svzmx3yu8OvDdq/J0=",
        "pbkdf2_sha256$0$saltsalt$qQDPSZa3Ormyy9oK1Pu0ZLLwP2Svzmx3yu8OvDdq/J0=",
        "pbkdf2_sha256$1000$$qQDPSZa3Ormyy9oK1Pu0ZLLwP2Svzmx3yu8OvDdq/J0=",
        "pbkdf2_sha512$1000$saltsalt$qQDPSZa3Ormyy9oK1Pu0ZLLwP2Svzmx3yu8OvDdq/J0=",
        "pbkdf2_sha256$1000$saltsalt$qQDPSZa3Ormyy9oK1Pu0ZLLw",
        "$pbkdf2-sha256$29000$yMnKy8zNzs/Q0dLT1NXW1w$2sQRidcQyrZgIBkFv9HNrbH9hzwoYs5aUf04n8wepu"
      })
  void pbkdf2_of_another_form_or_endless_cost_is_refused(String shown) {
    assertThatIllegalArgumentException().isThrownBy(() -> Pbkdf2Hash.read(shown));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$",
        "md5$$00",
        "bcrypt$2b.12$short",
        "bcrypt$2b.04$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe$",
        "pbkdf2-sha256$x.c2FsdA==$qQDPSZa3Ormyy9oK1Pu0ZLLwP2Svzmx3yu8OvDdq/J0=",
        "sks-bcrypt$x.2b.12$ZL85RPO49B4JVHqsFgsgKexfysUAnNQQr7ZoN8KzPli6pq5nMs6s6"
      })
  void stored_forms_that_are_none_are_refused(String stored) {
    assertThatIllegalArgumentException().isThrownBy(() -> SlowHash.parse(stored));
  }

  @Test
  void an_id_of_the_draft_is_a_number() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DraftKeyHash.of("1.2", BcryptHash.read(DRAFT_HASH)));
  }

  @Test
  void no_hash_is_printed() {
    assertThat(BcryptHash.read(BCRYPT)).hasToString("BcryptHash[2b.04]");
    assertThat(Pbkdf2Hash.read(DJANGO)).hasToString("Pbkdf2Hash[1000]");
    assertThat(DraftKeyHash.of("7", BcryptHash.read(BCRYPT))).hasToString("DraftKeyHash[7]");
  }

  @Test
  void hashes_differ_by_what_they_are_of() {
    assertThat(BcryptHash.read(BCRYPT))
        .isEqualTo(BcryptHash.read(BCRYPT))
        .isNotEqualTo(BcryptHash.read(DRAFT_HASH))
        .isNotEqualTo(BCRYPT);
    assertThat(Pbkdf2Hash.read(DJANGO)).isNotEqualTo(Pbkdf2Hash.read(PASSLIB)).isNotEqualTo(DJANGO);
    assertThat(DraftKeyHash.of("1", BcryptHash.read(BCRYPT)))
        .isNotEqualTo(DraftKeyHash.of("2", BcryptHash.read(BCRYPT)))
        .isNotEqualTo(BCRYPT);
    assertThat(DraftKeyHash.of("1", BcryptHash.read(BCRYPT)).shown()).isEqualTo(BCRYPT);
    assertThat(Pbkdf2Hash.read(DJANGO).shown()).isEqualTo(Pbkdf2Hash.read(DJANGO).stored());
    assertThat(Pbkdf2Hash.read(DJANGO).mayProve(Secret.of(""))).isTrue();
  }
}
