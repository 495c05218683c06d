package dev.memwarden.server.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority that nobody knows, and the certificates that it signs for `localhost` and
/// `127.0.0.1`.
public final class CertificateMaker {
  private static final X500Name NAME = new X500Name("CN=Test authority");

  private final KeyPair keys = keys("EC", 256);
  private final X509Certificate certificate = sign(NAME, keys, 1, now(), now().plus(days(365)));
  private long serial = 1;

  /// A certificate and its key.
  ///
  /// @param chain from the server's to the authority's
  public record Made(List<X509Certificate> chain, PrivateKey key) {
    public BigInteger serial() {
      return chain.getFirst().getSerialNumber();
    }

    String chainPem() {
      return chain.stream().map(CertificateMaker::pem).collect(Collectors.joining());
    }

    String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }

    /// Writes both, in the place of what is there.
    public CertificateFiles in(Path folder) {
      return new CertificateFiles(
          write(folder.resolve("chain.pem"), chainPem()),
          write(folder.resolve("key.pem"), keyPem()));
    }
  }

  /// One for 90 days.
  public Made make() {
    return make(keys("EC", 256), now(), now().plus(days(90)));
  }

  /// One from and until an instant.
  public Made make(Instant from, Instant until) {
    return make(keys("EC", 256), from, until);
  }

  Made make(KeyPair of, Instant from, Instant until) {
    serial++;
    return new Made(
        List.of(sign(new X500Name("CN=localhost"), of, serial, from, until), certificate),
        of.getPrivate());
  }

  /// Its own certificate, for programs that read PEM.
  public Path writeAuthority(Path file) {
    return write(file, pem(certificate));
  }

  /// A store in which this authority is and no other, for programs in Java.
  public Path writeTrustStore(Path file, String password) {
    try (OutputStream out = Files.newOutputStream(file)) {
      known().store(out, password.toCharArray());
      return file;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore known() throws GeneralSecurityException, IOException {
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("authority", certificate);
    return known;
  }

  /// For clients that know this authority and no other.
  public SSLContext trusting() {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(known());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair keys(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(String label, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), label);
  }

  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate sign(
      X500Name whom, KeyPair of, long number, Instant from, Instant until) {
    var builder =
        new JcaX509v3CertificateBuilder(
            NAME,
            BigInteger.valueOf(number),
            Date.from(from),
            Date.from(until),
            whom,
            of.getPublic());
    GeneralName[] names = {
      new GeneralName(GeneralName.dNSName, "localhost"),
      new GeneralName(GeneralName.iPAddress, "127.0.0.1")
    };
    try {
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(whom.equals(NAME)));
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Instant now() {
    return Instant.now().minus(days(1));
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }
}
