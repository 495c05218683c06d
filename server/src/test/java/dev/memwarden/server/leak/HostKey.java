package dev.memwarden.server.leak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/// A key pair of a code host.
///
/// @param id its name
public record HostKey(String id, KeyPair pair) {

  public static HostKey make(String id) {
    return make(id, "secp256r1");
  }

  static HostKey make(String id, String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return new HostKey(id, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// Its signature over `body`, as the host sends it.
  public String sign(byte[] body) {
    try {
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(pair.getPrivate());
      signer.update(body);
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// The document in which a host publishes `keys`.
  public static String published(HostKey... keys) {
    return Arrays.stream(keys)
        .map(key ->
            "{\"key_identifier\":\"%s\",\"key\":\"%s\",\"is_current\":true}"
                .formatted(key.id, key.pem().replace("\n", "\\n")))
        .collect(Collectors.joining(",", "{\"public_keys\":[", "]}"));
  }

  String pem() {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
            .encodeToString(pair.getPublic().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n";
  }
}
