package dev.memwarden.server.tls;

import static dev.memwarden.server.tls.UnusableCertificateException.Part.CHAIN;
import static dev.memwarden.server.tls.UnusableCertificateException.Part.KEY;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What this server proves itself with: its certificate, those that lead from it to one that
/// clients know, and the private key.
final class ServerCertificate {
  /// Shorter RSA keys are not taken (NIST SP 800-57 part 1, 112 bits of security).
  private static final int LEAST_RSA_BITS = 2048;

  private static final String LABEL = "CERTIFICATE";

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    this.chain = chain;
    this.key = key;
  }

  /// Reads and checks both.
  ///
  /// @param chain one certificate or more in PEM: the server's, then each signer of the one before
  /// @param key in PEM
  /// @throws UnusableCertificateException if clients could not accept it at `now`
  static ServerCertificate parse(byte[] chain, byte[] key, Instant now) {
    List<X509Certificate> certificates = certificates(text(chain));
    PrivateKey privateKey = PrivateKeyPem.parse(text(key));
    X509Certificate own = certificates.getFirst();
    requireStrength(own.getPublicKey());
    if (!belongs(privateKey, own.getPublicKey())) {
      throw new UnusableCertificateException(
          KEY, "holds a key that does not belong to the first certificate");
    }
    requireOrder(certificates);
    ServerCertificate certificate = new ServerCertificate(certificates, privateKey);
    if (now.isBefore(certificate.notBefore())) {
      throw unusable("holds a certificate that is not valid before " + certificate.notBefore());
    }
    if (!now.isBefore(certificate.notAfter())) {
      throw unusable("holds a certificate that has expired: " + certificate.notAfter());
    }
    return certificate;
  }

  /// Whom it names, as in RFC 2253.
  String subject() {
    return own().getSubjectX500Principal().getName();
  }

  Instant notBefore() {
    return own().getNotBefore().toInstant();
  }

  /// When it ends.
  Instant notAfter() {
    return own().getNotAfter().toInstant();
  }

  PrivateKey key() {
    return key;
  }

  Certificate[] chain() {
    return chain.toArray(Certificate[]::new);
  }

  private X509Certificate own() {
    return chain.getFirst();
  }

  private static String text(byte[] pem) {
    return new String(pem, StandardCharsets.ISO_8859_1);
  }

  private static List<X509Certificate> certificates(String text) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Pem.Block block : Pem.blocks(text)) {
      if (block.label().equals(LABEL)) {
        certificates.add(certificate(block));
      }
    }
    if (certificates.isEmpty()) {
      throw unusable("holds no certificate in PEM form");
    }
    return List.copyOf(certificates);
  }

  private static X509Certificate certificate(Pem.Block block) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes()));
    } catch (CertificateException | IllegalArgumentException _) {
      throw unusable("holds a certificate that cannot be read");
    }
  }

  private static void requireStrength(PublicKey key) {
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
      throw unusable(
          "holds a certificate for an RSA key of %d bits; it takes %d or more"
              .formatted(rsa.getModulus().bitLength(), LEAST_RSA_BITS));
    }
  }

  // Many clients, but not all, would put them in order by themselves.
  private static void requireOrder(List<X509Certificate> chain) {
    for (int i = 1; i < chain.size(); i++) {
      if (!isSigned(chain.get(i - 1), chain.get(i).getPublicKey())) {
        throw unusable(
            "holds certificates out of order: the server's comes first, then the one that signed it,"
                + " and so on");
      }
    }
  }

  private static boolean isSigned(X509Certificate certificate, PublicKey by) {
    try {
      certificate.verify(by);
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static boolean belongs(PrivateKey key, PublicKey toCertificate) {
    byte[] text = LABEL.getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signature = Signature.getInstance(algorithm(toCertificate));
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(toCertificate);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static String algorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "EdDSA" -> "EdDSA";
      default -> throw unusable("holds a certificate for a key of the kind " + key.getAlgorithm());
    };
  }

  private static UnusableCertificateException unusable(String what) {
    return new UnusableCertificateException(CHAIN, what);
  }
}
