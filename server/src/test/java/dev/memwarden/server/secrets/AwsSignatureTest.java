package dev.memwarden.server.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The published test suite of Signature Version 4, as far as it has no query.
class AwsSignatureTest {
  private static final AwsSignature EXAMPLE =
      new AwsSignature(
          "us-east-1",
          "service",
          "AKIDEXAMPLE",
          Secret.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));
  private static final String TOKEN =
      "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmx"
          + "fpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0K"
          + "PkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZb"
          + "qBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          get-vanilla                | GET  | ''           | ''                                | ''           | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
          post-vanilla               | POST | ''           | ''                                | ''           | 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b
          post-header-key-sort       | POST | my-header1   | value1                            | ''           | c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c
          post-header-value-case     | POST | my-header1   | VALUE1                            | ''           | cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d
          post-x-www-form-urlencoded | POST | content-type | application/x-www-form-urlencoded | Param1=value1 | ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a
          """)
  void published(
      String test, String method, String name, String value, String body, String signature) {
    var headers = new TreeMap<String, String>();
    headers.put("host", "example.amazonaws.com");
    headers.put("x-amz-date", "20150830T123600Z");
    if (!name.isEmpty()) {
      headers.put(name, value);
    }

    assertThat(EXAMPLE.authorization(method, "/", headers, body.getBytes(StandardCharsets.UTF_8)))
        .as(test)
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders="
                + String.join(";", headers.keySet())
                + ", Signature="
                + signature);
  }

  @Test
  void published_with_a_session_token() {
    var headers = new TreeMap<String, String>();
    headers.put("host", "example.amazonaws.com");
    headers.put("x-amz-date", AwsSignature.time(Instant.parse("2015-08-30T12:36:00Z")));
    headers.put("x-amz-security-token", TOKEN);

    assertThat(EXAMPLE.authorization("POST", "/", headers, new byte[0]))
        .endsWith("Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
  }

  @Test
  void does_not_print_its_key() {
    assertThat(EXAMPLE.toString()).doesNotContain("wJalr");
  }
}
