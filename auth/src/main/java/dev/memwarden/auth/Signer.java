package dev.memwarden.auth;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whose signature the requests of a credential must bear: the public half of an Ed25519 key (RFC
/// 8032). It is no secret, and equals whatever is the same key.
public final class Signer {

  /// The name of the algorithm (RFC 9421 §6.2.2).
  public static final String ALGORITHM = "ed25519";

  private static final int SIGNATURE_BYTES = 2 * Ed25519.KEY_BYTES;

  private static final Pattern SHORT = Pattern.compile(ALGORITHM + ":([A-Za-z0-9_-]{43})");
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----\\s+([A-Za-z0-9+/=]{60})\\s+-----END PUBLIC KEY-----\\s*");

  // All that stands before the key in its X.509 form (RFC 8410 §4).
  private static final byte[] HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private final byte[] raw;
  private final PublicKey key;

  private Signer(byte[] raw, PublicKey key) {
    this.raw = raw;
    this.key = key;
  }

  /// Reads what [#toString] writes, or the PEM form that `openssl pkey -pubout` writes.
  ///
  /// @throws IllegalArgumentException if it is no Ed25519 public key, or one that anybody can sign
  ///   for; the text is not repeated, as it might be the private one
  public static Signer parse(String text) {
    Matcher brief = SHORT.matcher(text);
    if (brief.matches()) {
      byte[] raw = Base64.getUrlDecoder().decode(brief.group(1));
      Signer signer = of(raw);
      if (!signer.toString().equals(text)) {
        throw new IllegalArgumentException("not the usual form of a public key");
      }
      return signer;
    }
    Matcher pem = PEM.matcher(text);
    if (!pem.matches()) {
      throw new IllegalArgumentException("not an Ed25519 public key");
    }
    byte[] encoded = Base64.getDecoder().decode(pem.group(1));
    if (encoded.length != HEAD.length + Ed25519.KEY_BYTES
        || !Arrays.equals(encoded, 0, HEAD.length, HEAD, 0, HEAD.length)) {
      throw new IllegalArgumentException("not an Ed25519 public key");
    }
    return of(Arrays.copyOfRange(encoded, HEAD.length, encoded.length));
  }

  private static Signer of(byte[] raw) {
    return Ed25519.key(raw)
        .map(key -> new Signer(raw, key))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "not a point of Ed25519, or one that anybody can sign for"));
  }

  /// Whether `signature` is this one's under `text`. **Cost**: some tenths of a millisecond.
  public boolean hasSigned(byte[] text, byte[] signature) {
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(text);
      return verifier.verify(signature);
    } catch (SignatureException _) {
      // What is no signature at all: a number out of range, a point that is none.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key was good for this before", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signer signer && Arrays.equals(raw, signer.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  /// `ed25519:` and the key in base64url without padding, as the `x` of a JWK has it (RFC 8037).
  @Override
  public String toString() {
    return ALGORITHM + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
  }
}
