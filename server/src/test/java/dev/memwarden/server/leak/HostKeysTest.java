package dev.memwarden.server.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostKeysTest {
  private static final HostKey ONE = HostKey.make("one");
  private static final HostKey TWO = HostKey.make("two");

  private static Optional<HostKeys> parse(String document) {
    return HostKeys.parse(document.getBytes(UTF_8));
  }

  private static String withKey(String pem) {
    return HostKey.published(ONE).replace(ONE.pem().replace("\n", "\\n"), pem);
  }

  @Test
  void each_key_is_found_by_exactly_its_id() {
    HostKeys keys = parse(HostKey.published(ONE, TWO)).orElseThrow();
    byte[] body = "[]".getBytes(UTF_8);
    byte[] signature = Base64Text.decode(TWO.sign(body)).orElseThrow();

    assertThat(keys.find("two").orElseThrow().verifies(body, signature)).isTrue();
    assertThat(keys.find("one").orElseThrow().verifies(body, signature)).isFalse();
    for (String other : new String[] {"", "tw", "TWO", "two ", "two\u0000", "*"}) {
      assertThat(keys.find(other)).as(other).isEmpty();
    }
  }

  @Test
  void one_that_is_not_current_still_counts() {
    String document = HostKey.published(ONE).replace("true", "false");
    assertThat(parse(document).orElseThrow().find("one")).isPresent();
  }

  @Test
  void keys_of_another_kind_are_left_out() {
    HostKeys keys = parse(HostKey.published(HostKey.make("large", "secp384r1"), ONE)).orElseThrow();

    assertThat(keys.byId().keySet()).containsExactly("one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\\nMFkw*\\n-----END PUBLIC KEY-----",
        "-----BEGIN PRIVATE KEY-----\\nMFkw\\n-----END PRIVATE KEY-----",
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE",
      })
  void what_is_no_pem_of_a_public_key_is_left_out(String pem) {
    assertThat(parse(withKey(pem)).orElseThrow().byId()).isEmpty();
  }

  @Test
  void one_that_is_very_long_is_left_out() {
    String pem = ONE.pem().replace("\n", "\\n");
    String padded = pem.replace("\\n-----END", "\\n".repeat(2_000) + "-----END");

    assertThat(parse(withKey(pem.strip())).orElseThrow().byId()).hasSize(1);
    assertThat(parse(withKey(padded)).orElseThrow().byId()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "[]",
        "{}",
        "{\"message\": \"API rate limit exceeded\"}",
        "{\"public_keys\": {}}",
        "{\"public_keys\": [\"one\"]}",
        "{\"public_keys\": [{\"key_identifier\": 1, \"key\": \"x\"}]}",
        "{\"public_keys\": [{\"key_identifier\": \"one\"}]}",
        "{\"public_keys\": [{\"key_identifier\": \"one\", \"key\": \"x\"},"
            + " {\"key_identifier\": \"one\", \"key\": \"y\"}]}"
      })
  void what_is_no_list_of_keys_is_not_trusted_at_all(String document) {
    assertThat(parse(document)).isEmpty();
  }
}
