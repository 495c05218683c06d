package dev.memwarden.server.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Sha256;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests as AWS wants it (Signature Version 4) for targets without a query.
///
/// @param service such as `secretsmanager`
record AwsSignature(String region, String service, String accessKeyId, Secret secretAccessKey) {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int DATE_LENGTH = 8;

  /// What a request says its time is, as `x-amz-date` has it.
  static String time(Instant at) {
    return TIME.format(at);
  }

  /// The value of `Authorization`.
  ///
  /// @param headers all that are signed: names in lower case, `host` and `x-amz-date` among them
  String authorization(String method, String path, SortedMap<String, String> headers, byte[] body) {
    String time = headers.getOrDefault("x-amz-date", "");
    String date = time.substring(0, DATE_LENGTH);
    String names = String.join(";", headers.keySet());
    String canonical =
        String.join(
            "\n",
            method,
            path,
            "",
            headers.entrySet().stream()
                .map(field -> field.getKey() + ":" + field.getValue() + "\n")
                .collect(Collectors.joining()),
            names,
            hex(Sha256.of(body)));
    String scope = String.join("/", date, region, service, "aws4_request");
    String toSign =
        String.join("\n", ALGORITHM, time, scope, hex(Sha256.of(canonical.getBytes(UTF_8))));
    return "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(ALGORITHM, accessKeyId, scope, names, hex(hmac(key(date), toSign)));
  }

  private byte[] key(String date) {
    byte[] ofDate = hmac(("AWS4" + secretAccessKey.revealText()).getBytes(UTF_8), date);
    return hmac(hmac(hmac(ofDate, region), service), "aws4_request");
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
