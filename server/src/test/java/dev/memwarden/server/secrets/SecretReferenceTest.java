package dev.memwarden.server.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReferenceTest {

  @Test
  void names_a_field_in_a_vault() {
    assertThat(SecretReference.parse("vault:secret/prod/memwarden#zep-secret"))
        .isEqualTo(new SecretReference.Vault("secret", "prod/memwarden", "zep-secret"))
        .hasToString("vault:secret/prod/memwarden#zep-secret");
  }

  @Test
  void names_a_secret_at_aws() {
    assertThat(SecretReference.parse("aws-sm:memwarden/zep"))
        .isEqualTo(new SecretReference.Aws("memwarden/zep", Optional.empty()))
        .hasToString("aws-sm:memwarden/zep");
    String arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:memwarden-AbCdEf";
    SecretReference.Aws named =
        (SecretReference.Aws) SecretReference.parse("aws-sm:" + arn + "#zep");
    assertThat(named).isEqualTo(new SecretReference.Aws(arn, Optional.of("zep")));
    assertThat(named.region()).contains("eu-central-1");
    assertThat(new SecretReference.Aws("memwarden", Optional.empty()).region()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault:",
        "vault:secret",
        "vault:secret#field",
        "vault:secret/a",
        "vault:secret/a#",
        "vault:secret//a#f",
        "vault:secret/../sys/seal#f",
        "vault:../secret/a#f",
        "vault:secret/a/.#f",
        "vault:secret/a?version=1#f",
        "vault:secret/a%2fb#f",
        "vault:secret/a#f#g",
        "aws-sm:",
        "aws-sm:a b",
        "aws-sm:a#",
        "aws-sm:a\"b",
      })
  void anything_else_is_none_and_is_not_repeated(String text) {
    assertThatThrownBy(() -> SecretReference.parse(text))
        .isInstanceOf(SecretUnavailableException.class)
        .hasMessageStartingWith("is no reference such as ")
        .message()
        .satisfies(
            message -> assertThat(message.replaceFirst("such as .*", "")).doesNotContain(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vault", "Vault:secret/a#f", " vault:secret/a#f", "aws:a", "awssm:x"})
  void other_texts_are_not_meant_so(String text) {
    assertThat(SecretReference.isOne(text)).isFalse();
  }
}
