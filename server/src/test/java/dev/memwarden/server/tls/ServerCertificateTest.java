package dev.memwarden.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.server.tls.CertificateMaker.Made;
import dev.memwarden.server.tls.UnusableCertificateException.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCertificateTest {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-04-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

  private static final CertificateMaker MAKER = new CertificateMaker();
  private static final KeyPair RSA = CertificateMaker.keys("RSA", 2048);
  private static final KeyPair EC = CertificateMaker.keys("EC", 256);
  private static final Made OF_RSA = MAKER.make(RSA, FROM, UNTIL);
  private static final Made OF_EC = MAKER.make(EC, FROM, UNTIL);

  @ParameterizedTest
  @CsvSource({"RSA,3072", "EC,384", "Ed25519,255"})
  void keys_of_every_usual_kind_are_taken(String algorithm, int size) {
    Made made = MAKER.make(CertificateMaker.keys(algorithm, size), FROM, UNTIL);

    ServerCertificate certificate = parse(made.chainPem(), made.keyPem());

    assertThat(certificate.key()).isEqualTo(made.key());
    assertThat(certificate.chain()).containsExactlyElementsOf(made.chain());
    assertThat(certificate.subject()).isEqualTo("CN=localhost");
    assertThat(certificate.notBefore()).isEqualTo(FROM);
    assertThat(certificate.notAfter()).isEqualTo(UNTIL);
  }

  @Test
  void keys_in_the_older_forms_are_taken() throws IOException {
    PrivateKeyInfo rsa = PrivateKeyInfo.getInstance(RSA.getPrivate().getEncoded());
    String pkcs1 =
        CertificateMaker.pem(
            "RSA PRIVATE KEY", rsa.parsePrivateKey().toASN1Primitive().getEncoded());
    PrivateKeyInfo ec = PrivateKeyInfo.getInstance(EC.getPrivate().getEncoded());
    var curve = ec.getPrivateKeyAlgorithm().getParameters();
    var number = ECPrivateKey.getInstance(ec.parsePrivateKey()).getKey();
    String sec1 =
        CertificateMaker.pem("EC PARAMETERS", curve.toASN1Primitive().getEncoded())
            + CertificateMaker.pem(
                "EC PRIVATE KEY", new ECPrivateKey(256, number, curve).getEncoded());

    assertThat(parse(OF_RSA.chainPem(), pkcs1).key()).isEqualTo(RSA.getPrivate());
    assertThat(parse(OF_EC.chainPem(), sec1).key())
        .isInstanceOfSatisfying(
            java.security.interfaces.ECPrivateKey.class,
            key -> assertThat(key.getS()).isEqualTo(number));
  }

  @Test
  void one_file_may_hold_both_and_text_for_people() {
    String both = "Issued by: Test\n" + OF_EC.keyPem() + "\n---\n" + OF_EC.chainPem();

    assertThat(parse(both, both).key()).isEqualTo(EC.getPrivate());
  }

  @Test
  void a_certificate_without_those_that_signed_it_is_enough() {
    String own = OF_EC.chainPem().split("(?<=-----END CERTIFICATE-----\n)")[0];

    assertThat(parse(own, OF_EC.keyPem()).chain()).hasSize(1);
  }

  @Test
  void what_no_client_would_accept_says_why() {
    String key = OF_EC.keyPem();
    String chain = OF_EC.chainPem();
    String[] certificates = chain.split("(?<=-----END CERTIFICATE-----\n)");
    Made short1 = MAKER.make(CertificateMaker.keys("RSA", 1024), FROM, UNTIL);

    rejects("", key, Part.CHAIN, "holds no certificate in PEM form");
    rejects(key, key, Part.CHAIN, "holds no certificate in PEM form");
    rejects(
        CertificateMaker.pem("CERTIFICATE", new byte[] {1, 2, 3}),
        key,
        Part.CHAIN,
        "holds a certificate that cannot be read");
    rejects(
        chain.replaceFirst("MII", "***"),
        key,
        Part.CHAIN,
        "holds a certificate that cannot be read");
    rejects(chain, "", Part.KEY, "holds no private key in PEM form");
    rejects(chain, chain, Part.KEY, "holds no private key in PEM form");
    rejects(
        chain,
        key + key,
        Part.KEY,
        "holds more than one private key; keep the one of the certificate");
    rejects(
        chain,
        CertificateMaker.pem("PRIVATE KEY", new byte[] {1, 2, 3}),
        Part.KEY,
        "holds a private key that cannot be read");
    rejects(
        chain,
        CertificateMaker.pem("EC PRIVATE KEY", new byte[] {1, 2, 3}),
        Part.KEY,
        "holds a private key that cannot be read");
    rejects(
        chain,
        CertificateMaker.pem("DSA PRIVATE KEY", new byte[] {1, 2, 3}),
        Part.KEY,
        "holds a key of a kind that is not known: DSA PRIVATE KEY");
    rejects(
        chain,
        OF_RSA.keyPem(),
        Part.KEY,
        "holds a key that does not belong to the first certificate");
    rejects(
        chain,
        MAKER.make().keyPem(),
        Part.KEY,
        "holds a key that does not belong to the first certificate");
    rejects(
        certificates[1] + certificates[0],
        key,
        Part.KEY,
        "holds a key that does not belong to the first certificate");
    rejects(
        certificates[0] + OF_RSA.chainPem(),
        key,
        Part.CHAIN,
        "holds certificates out of order: the server's comes first, then the one that signed it,"
            + " and so on");
    rejects(
        short1.chainPem(),
        short1.keyPem(),
        Part.CHAIN,
        "holds a certificate for an RSA key of 1024 bits; it takes 2048 or more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0A\n\n"
            + "MIIB\n-----END RSA PRIVATE KEY-----\n"
      })
  void an_encrypted_key_says_what_to_do(String key) {
    rejects(
        OF_RSA.chainPem(),
        key,
        Part.KEY,
        "holds an encrypted key; decrypt it with: openssl pkey -in OLD -out NEW");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          2025-12-31T23:59:59Z, holds a certificate that is not valid before 2026-01-01T00:00:00Z
          2026-01-01T00:00:00Z, ''
          2026-03-31T23:59:59Z, ''
          2026-04-01T00:00:00Z, holds a certificate that has expired: 2026-04-01T00:00:00Z
          """)
  void it_holds_from_its_first_instant_until_before_its_last(Instant now, String what) {
    if (what.isEmpty()) {
      assertThat(parse(OF_EC.chainPem(), OF_EC.keyPem(), now)).isNotNull();
    } else {
      rejects(OF_EC.chainPem(), OF_EC.keyPem(), now, Part.CHAIN, what);
    }
  }

  private static void rejects(String chain, String key, Part part, String what) {
    rejects(chain, key, NOW, part, what);
  }

  private static void rejects(String chain, String key, Instant now, Part part, String what) {
    assertThatThrownBy(() -> parse(chain, key, now))
        .isInstanceOfSatisfying(
            UnusableCertificateException.class,
            e -> {
              assertThat(e.what()).isEqualTo(what);
              assertThat(e.part()).isEqualTo(part);
            });
  }

  private static ServerCertificate parse(String chain, String key) {
    return parse(chain, key, NOW);
  }

  private static ServerCertificate parse(String chain, String key, Instant now) {
    return ServerCertificate.parse(
        chain.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8), now);
  }
}
