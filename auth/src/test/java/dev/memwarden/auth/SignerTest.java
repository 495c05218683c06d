package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignerTest {
  private static final String HEAD = "302a300506032b6570032100";

  /// `test-key-ed25519` of RFC 9421, B.1.4.
  private static final String PEM =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
      -----END PUBLIC KEY-----
      """;

  private static final String BRIEF = "ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs";

  @Test
  void is_the_same_in_both_forms() {
    Signer signer = Signer.parse(PEM);

    assertThat(signer).hasToString(BRIEF);
    assertThat(Signer.parse(BRIEF)).isEqualTo(signer).hasSameHashCodeAs(signer);
    assertThat(Signer.parse("\r\n" + PEM.replace("\n", "\r\n"))).isEqualTo(signer);
    assertThat(Signer.parse("ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
        .isNotEqualTo(signer);
  }

  /// The first tests of RFC 8032, 7.1.
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          TEXT | SIGNATURE                                                                                                                        | GOOD
          72   | 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00 | true
          73   | 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00 | false
          72   | 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c01 | false
          72   | 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c   | false
          72   | 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0000000000000000000000000000000000000000000000000000000000000000 | false
          72   | 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69daffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff | false
          72   | ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00 | false
          """)
  void knows_its_signatures(String text, String signature, boolean good) {
    Signer signer = signer("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

    assertThat(signer.hasSigned(hex(text), hex(signature))).isEqualTo(good);
  }

  static Stream<String> others() {
    return Stream.of(
        "",
        "ed25519:",
        BRIEF + "A",
        BRIEF.substring(0, BRIEF.length() - 1),
        "Ed25519" + BRIEF.substring(7),
        // Other unused bits at the end: a second text for the same key.
        BRIEF.substring(0, BRIEF.length() - 1) + "t",
        PEM + PEM,
        PEM.replace("PUBLIC", "PRIVATE"),
        PEM.replace("MCow", "MC4w"),
        PEM.replace("0bs=", "0bs"),
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n"
            + "-----END PRIVATE KEY-----\n",
        // On another curve: X25519.
        pem(
            "302a300506032b656e032100",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
        // No point of the curve.
        pem(HEAD, "0200000000000000000000000000000000000000000000000000000000000000"),
        // Points of small order, under which forgeries verify, and their other encodings.
        pem(HEAD, "0000000000000000000000000000000000000000000000000000000000000000"),
        pem(HEAD, "0000000000000000000000000000000000000000000000000000000000000080"),
        pem(HEAD, "0100000000000000000000000000000000000000000000000000000000000000"),
        pem(HEAD, "0100000000000000000000000000000000000000000000000000000000000080"),
        pem(HEAD, "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        pem(HEAD, "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        pem(HEAD, "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
        pem(HEAD, "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        pem(HEAD, "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
        pem(HEAD, "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        pem(HEAD, "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void refuses_everything_else_and_does_not_repeat_it(String text) {
    assertThatThrownBy(() -> Signer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("MC4C");
  }

  private static Signer signer(String raw) {
    return Signer.parse(pem(HEAD, raw));
  }

  private static String pem(String head, String raw) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getEncoder().encodeToString(hex(head + raw))
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
