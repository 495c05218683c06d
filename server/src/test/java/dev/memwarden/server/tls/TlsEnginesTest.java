package dev.memwarden.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.server.tls.CertificateMaker.Made;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsEnginesTest {
  private static final CertificateMaker MAKER = new CertificateMaker();
  private static final SSLContext CLIENT = MAKER.trusting();

  @TempDir Path folder;
  private final TlsLog log = new TlsLog();
  private final Made first = MAKER.make();
  private Instant now = Instant.now();
  private CertificateFiles files;
  private TlsEngines engines;

  @BeforeEach
  void open() {
    files = first.in(folder);
    engines = TlsEngines.open(files, () -> now);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          TLSv1.3, TLS_AES_128_GCM_SHA256
          TLSv1.3, TLS_CHACHA20_POLY1305_SHA256
          TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
          TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
          """)
  void current_clients_are_understood(String protocol, String suite) throws SSLException {
    SSLEngine client = client(new String[] {protocol}, new String[] {suite});

    Handshake.between(client, engines.get());

    assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
    assertThat(client.getSession().getCipherSuite()).isEqualTo(suite);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
          TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384
          TLSv1.2, TLS_DHE_RSA_WITH_AES_128_GCM_SHA256
          """)
  void weaker_ones_are_not(String protocol, String suite) {
    SSLEngine client = client(new String[] {protocol}, new String[] {suite});

    assertThatThrownBy(() -> Handshake.between(client, engines.get()))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void nothing_else_is_spoken() {
    SSLParameters spoken = engines.get().getSSLParameters();

    assertThat(spoken.getProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
    assertThat(spoken.getCipherSuites())
        .hasSize(9)
        .allMatch(suite -> suite.startsWith("TLS_ECDHE_") || !suite.contains("_WITH_"))
        .allMatch(suite -> suite.contains("_GCM_") || suite.contains("_POLY1305_"));
  }

  @ParameterizedTest
  @CsvSource({"http/1.1,http/1.1", "h2 http/1.1,http/1.1", "'',''"})
  void http_1_1_is_what_clients_get(String offered, String chosen) throws SSLException {
    SSLEngine client = offering(offered);

    Handshake.between(client, engines.get());

    assertThat(client.getApplicationProtocol()).isEqualTo(chosen);
  }

  @ParameterizedTest
  @CsvSource({"h2", "smtp", "http/1.0"})
  void who_wants_another_protocol_is_refused(String offered) {
    assertThatThrownBy(() -> Handshake.between(offering(offered), engines.get()))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void a_new_pair_of_files_holds_from_the_next_look_on() throws SSLException {
    Made second = MAKER.make();
    var _ = second.in(folder);
    assertThat(shown()).isEqualTo(first.serial());

    engines.refresh();

    assertThat(shown()).isEqualTo(second.serial());
    assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("INFO connections are"));
  }

  @Test
  void files_that_did_not_change_are_passed_over() {
    engines.refresh();
    var _ = first.in(folder);
    engines.refresh();

    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void as_long_as_they_do_not_fit_the_old_one_stays_and_the_log_says_why_once() throws IOException {
    Made second = MAKER.make();
    Files.writeString(files.chain(), second.chainPem());
    engines.refresh();
    engines.refresh();

    assertThat(shown()).isEqualTo(first.serial());
    assertThat(log.lines())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("WARN the certificate cannot be replaced")
        .contains("key.pem", "holds a key that does not belong to the first certificate");

    Files.writeString(files.key(), second.keyPem());
    engines.refresh();
    assertThat(shown()).isEqualTo(second.serial());
  }

  @Test
  void files_that_are_gone_or_nonsense_change_nothing() throws IOException {
    Files.delete(files.key());
    engines.refresh();
    Files.writeString(files.key(), "nonsense");
    engines.refresh();
    Files.writeString(files.key(), "x".repeat(2 << 20));
    engines.refresh();

    assertThat(shown()).isEqualTo(first.serial());
    assertThat(log.lines().subList(1, 4))
        .satisfiesExactly(
            line -> assertThat(line).contains("names a file that is not there: " + files.key()),
            line -> assertThat(line).contains("holds no private key in PEM form"),
            line -> assertThat(line).contains("is larger than 1 MiB"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC PRIVATE KEY", "RSA PRIVATE KEY", "PRIVATE KEY"})
  void a_key_with_nothing_in_it_changes_nothing_and_a_good_one_is_taken_afterwards(String label)
      throws IOException {
    Files.writeString(files.key(), CertificateMaker.pem(label, new byte[0]));
    engines.refresh();

    assertThat(shown()).isEqualTo(first.serial());
    assertThat(log.lines()).last().asString().contains("holds a private key with nothing in it");

    Made second = MAKER.make();
    var _ = second.in(folder);
    engines.refresh();
    assertThat(shown()).isEqualTo(second.serial());
  }

  @Test
  void a_useless_pair_is_none_to_begin_with() throws IOException {
    Files.delete(files.chain());

    assertThatThrownBy(() -> TlsEngines.open(files, () -> now))
        .isInstanceOf(UnusableCertificateException.class)
        .hasMessage("names a file that is not there: " + files.chain());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          90, 30,  0, WARN the certificate ends soon
          90,  7,  0, WARN the certificate ends soon
          90,  0,  0, ERROR the certificate has expired
          90, 30, -1, ''
          6,   2,  0, WARN the certificate ends soon
          6,   2, -1, ''
          """)
  void its_end_is_announced(int life, int daysLeft, int seconds, String said) {
    Instant end = now.truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(life));
    Instant start = end.minus(Duration.ofDays(life));
    CertificateFiles other = MAKER.make(CertificateMaker.keys("EC", 256), start, end).in(folder);
    now = start;
    TlsEngines watched = TlsEngines.open(other, () -> now);
    int before = log.lines().size();

    now = end.minus(Duration.ofDays(daysLeft)).plusSeconds(seconds);
    watched.refresh();
    watched.refresh();

    List<String> heard = log.lines().subList(before, log.lines().size());
    assertThat(heard).hasSize(said.isEmpty() ? 0 : 1).allMatch(line -> line.startsWith(said));
  }

  @Test
  void a_start_with_one_that_ends_soon_says_so() {
    InstantSource late = () -> first.chain().getFirst().getNotAfter().toInstant().minusSeconds(1);

    var _ = TlsEngines.open(files, late);

    assertThat(log.lines()).last().asString().startsWith("WARN the certificate ends soon");
  }

  private BigInteger shown() throws SSLException {
    SSLEngine client = offering("");
    Handshake.between(client, engines.get());
    return ((X509Certificate) client.getSession().getPeerCertificates()[0]).getSerialNumber();
  }

  private static SSLEngine offering(String protocols) {
    SSLEngine client = CLIENT.createSSLEngine();
    client.setUseClientMode(true);
    SSLParameters parameters = client.getSSLParameters();
    parameters.setApplicationProtocols(protocols.isEmpty() ? new String[0] : protocols.split(" "));
    client.setSSLParameters(parameters);
    return client;
  }

  private static SSLEngine client(String[] protocols, String[] suites) {
    SSLEngine client = offering("");
    client.setEnabledProtocols(protocols);
    client.setEnabledCipherSuites(suites);
    return client;
  }
}
