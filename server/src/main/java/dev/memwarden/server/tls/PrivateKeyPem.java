package dev.memwarden.server.tls;

import static dev.memwarden.server.tls.UnusableCertificateException.Part.KEY;

import java.io.IOException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Reads a private key from PEM: PKCS #8 (RFC 5958), and what OpenSSL and cert-manager write
/// besides, PKCS #1 (RFC 8017 §A.1.2) and SEC 1 (RFC 5915).
final class PrivateKeyPem {
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final String PKCS_8 = "PRIVATE KEY";

  private PrivateKeyPem() {}

  /// The only key in `text`, beside which certificates may stand.
  ///
  /// @throws UnusableCertificateException if there is none, or it cannot be read
  static PrivateKey parse(String text) {
    List<Pem.Block> keys =
        Pem.blocks(text).stream().filter(block -> block.label().endsWith(PKCS_8)).toList();
    if (keys.size() != 1) {
      throw unusable(
          keys.isEmpty()
              ? "holds no private key in PEM form"
              : "holds more than one private key; keep the one of the certificate");
    }
    Pem.Block block = keys.getFirst();
    if (block.isEncrypted()) {
      throw unusable("holds an encrypted key; decrypt it with: openssl pkey -in OLD -out NEW");
    }
    try {
      byte[] bytes = block.bytes();
      if (bytes.length == 0) {
        // Of nothing, the library makes nothing: neither a key nor an exception.
        throw unusable("holds a private key with nothing in it");
      }
      return key(pkcs8(block.label(), bytes));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException _) {
      throw unusable("holds a private key that cannot be read");
    }
  }

  private static byte[] pkcs8(String label, byte[] bytes) throws IOException {
    return switch (label) {
      case PKCS_8 -> bytes;
      case "RSA PRIVATE KEY" ->
          wrapped(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
              ASN1Primitive.fromByteArray(bytes));
      case "EC PRIVATE KEY" -> {
        ECPrivateKey key = ECPrivateKey.getInstance(ASN1Primitive.fromByteArray(bytes));
        yield wrapped(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
            key);
      }
      default -> throw unusable("holds a key of a kind that is not known: " + label);
    };
  }

  private static byte[] wrapped(AlgorithmIdentifier algorithm, ASN1Encodable key)
      throws IOException {
    return new PrivateKeyInfo(algorithm, key).getEncoded();
  }

  private static PrivateKey key(byte[] pkcs8) {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException _) {
        // One of the others.
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("a JDK without " + algorithm, e);
      }
    }
    throw unusable("holds a private key that cannot be read");
  }

  private static UnusableCertificateException unusable(String what) {
    return new UnusableCertificateException(KEY, what);
  }
}
