package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class P256KeyTest {
  // Key, body and signature that GitHub's documentation gives as an example of its reports.
  private static final String KEY =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYAGMWO8XgCamYKMJS6jc/qgvSlAdAjPuDPRcXU22YxgBrz+zoN19"
          + "MzuRyW87qEt9/AmtoNP5GrobzUvQSyJFVw==";
  private static final String BODY =
      "[{\"source\":\"commit\",\"token\":\"some_token\",\"type\":\"some_type\","
          + "\"url\":\"https://example.com/base-repo-url/\"}]";
  private static final String SIGNATURE =
      "MEQCIQDaMKqrGnE27S0kgMrEK0eYBmyG0LeZismAEz/BgZyt7AIfXt9fErtRS4XaeSt/AO1RtBY66YcAdjxji410"
          + "VQV4xg==";

  private static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static boolean verifies(String body, byte[] signature) {
    return P256Key.parse(bytes(KEY)).orElseThrow().verifies(body.getBytes(UTF_8), signature);
  }

  @Test
  void the_signature_of_somebody_elses_program_verifies() {
    assertThat(verifies(BODY, bytes(SIGNATURE))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", BODY + "\n", " " + BODY})
  void not_over_another_text(String other) {
    assertThat(verifies(other, bytes(SIGNATURE))).isFalse();
  }

  @Test
  void not_with_any_single_bit_changed() {
    byte[] signature = bytes(SIGNATURE);
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      byte[] other = signature.clone();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verifies(BODY, other)).as("bit " + bit).isFalse();
    }
  }

  // CVE-2022-21449 and its relatives: numbers that are none of 1 to n - 1; then what is no DER.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          r and s are 0        | 3006020100020100
          r is 0               | 3006020100020101
          s is 0               | 3006020101020100
          r and s are n        | 3046022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551
          r and s are negative | 30060201ff0201ff
          no numbers           | 3000
          one number           | 3003020101
          three numbers        | 3009020101020101020101
          nothing              | ''
          endless length       | 3080020101020101
          """)
  void not_by_what_is_no_signature(String what, String hex) {
    assertThat(verifies(BODY, HexFormat.of().parseHex(hex))).as(what).isFalse();
  }

  @Test
  void not_with_anything_behind_it_or_in_the_form_of_tokens() {
    byte[] signature = bytes(SIGNATURE);
    assertThat(verifies(BODY, Arrays.copyOf(signature, signature.length + 1))).isFalse();
    assertThat(verifies(BODY, Arrays.copyOf(signature, signature.length - 1))).isFalse();
    assertThat(verifies(BODY, new byte[64])).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          P-384          | MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE5qIalDqUYH87SzXpblTKEFxnCp6G+Aw+HDpJbohARXgNlWmM3+TIruZKd2Bn2G5P+EId8ARKyhxuulxPwVJACp2BRDvKOFEzNF2KdhwUFbYSIBYQt/n6zHEsbPlbLiW0
          secp256k1      | MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEKcsZTmntZaxml/Lhhhe2VeyhfgzL9Vx1BB+fqyyQUxgIGOp0BjtR++yvwIpLCG5i0XIonma6EkH93b6uiHl/2A==
          compressed     | MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADqUeGAGLsVKtm4y91fZSb/3CD5Kfr6TNdQLe0II6s6ys=
          Ed25519        | MCowBQYDK2VwAyEA4ekARUUY634AA1+dqUheQF8deBxH6Y9qV/lU6RoUjLU=
          beside a curve | MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYAGMWO8XgCamYKMJS6jc/qgvSlAdAjPuDPRcXU22YxgBrz+zoN19MzuRyW87qEt9/AmtoNP5GrobzUvQSyJFWA==
          a zero point   | MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
          nothing        | ''
          """)
  void other_keys_are_none(String what, String key) {
    assertThat(P256Key.parse(bytes(key))).as(what).isEmpty();
  }

  @Test
  void nothing_may_stand_behind_a_key() {
    byte[] key = bytes(KEY);
    assertThat(P256Key.parse(Arrays.copyOf(key, key.length + 1))).isEmpty();
    assertThat(P256Key.parse(Arrays.copyOf(key, key.length - 1))).isEmpty();
  }
}
