package dev.memwarden.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Signer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/// A client that signs its requests (RFC 9421, 3.1), written for the wire alone: it uses nothing of
/// what the server verifies with.
public final class Signing {
  private final KeyPair keys;

  /// One with a new key.
  public Signing() {
    try {
      this.keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /// Its public key.
  public Signer signer() {
    return Signer.parse(
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
  }

  /// The header fields of a signature, each as `Name: value`.
  ///
  /// @param keyId id of the API key
  /// @param url all of it
  /// @param body empty for none
  public String[] sign(String keyId, Instant now, String method, String url, String body) {
    String digest = "sha-256=:" + base64(sha256(body)) + ":";
    String covered = body.isEmpty() ? "" : " \"content-digest\"";
    String input =
        "(\"@method\" \"@target-uri\"%s);created=%d;nonce=\"%s\";keyid=\"%s\""
            .formatted(covered, now.getEpochSecond(), UUID.randomUUID(), keyId);
    String base =
        "\"@method\": %s\n\"@target-uri\": %s\n%s\"@signature-params\": %s"
            .formatted(
                method, url, body.isEmpty() ? "" : "\"content-digest\": " + digest + "\n", input);
    return body.isEmpty()
        ? new String[] {"Signature-Input: sig=" + input, "Signature: sig=:" + made(base) + ":"}
        : new String[] {
          "Content-Digest: " + digest,
          "Signature-Input: sig=" + input,
          "Signature: sig=:" + made(base) + ":"
        };
  }

  private String made(String base) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(base.getBytes(ISO_8859_1));
      return base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
