package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.server.tls.CertificateFiles;
import dev.memwarden.server.tls.CertificateMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsConfigurationTest {
  private static final Map<String, String> BOTH =
      Map.of("MEMWARDEN_TLS_CERT_FILE", "chain.pem", "MEMWARDEN_TLS_KEY_FILE", "key.pem");

  @TempDir Path folder;
  private CertificateFiles files;

  @BeforeEach
  void write() {
    files = new CertificateMaker().make().in(folder);
  }

  @Test
  void without_any_setting_there_is_none() {
    TlsConfiguration tls = read(Map.of()).tls();

    assertThat(tls).isEqualTo(TlsConfiguration.NONE);
    assertThat(tls.scheme()).isEqualTo("http");
    assertThat(tls.engines(InstantSource.system())).isEmpty();
  }

  @Test
  void two_files_make_it_the_only_language_of_the_listener() {
    TlsConfiguration tls = read(BOTH).tls();

    assertThat(tls.files()).contains(files);
    assertThat(tls.scheme()).isEqualTo("https");
    assertThat(tls.engines(InstantSource.system())).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          MEMWARDEN_TLS_CERT_FILE, http.tls.cert-file, http.tls.key-file
          MEMWARDEN_TLS_KEY_FILE,  http.tls.key-file,  http.tls.cert-file
          """)
  void one_file_alone_stops_the_start(String name, String there, String missing) {
    stops(
        Map.of(name, BOTH.get(name)),
        there + " (environment: " + name + ") is of no use without " + missing);
  }

  @Test
  void a_key_of_another_certificate_stops_the_start() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    var _ = new CertificateMaker().make().in(other);
    Map<String, String> mixed = new HashMap<>(BOTH);
    mixed.put("MEMWARDEN_TLS_KEY_FILE", "other/key.pem");

    stops(
        mixed,
        "http.tls.key-file (environment: MEMWARDEN_TLS_KEY_FILE) holds a key that does not belong to"
            + " the first certificate");
  }

  @Test
  void a_file_that_is_not_there_stops_the_start() throws IOException {
    Files.delete(files.chain());

    stops(
        BOTH,
        "http.tls.cert-file (environment: MEMWARDEN_TLS_CERT_FILE) names a file that is not there: "
            + files.chain());
  }

  @Test
  void a_certificate_that_has_expired_stops_the_start() {
    Instant later = Instant.now().plusSeconds(400L * 24 * 60 * 60);
    SettingSources sources = new SettingSources(Map.of(), BOTH, folder, InstantSource.fixed(later));

    assertThatThrownBy(() -> Configuration.of(Settings.read(sources), folder))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(
            "http.tls.cert-file (environment: MEMWARDEN_TLS_CERT_FILE) holds a certificate that has"
                + " expired: ");
  }

  @Test
  void files_that_become_useless_before_the_listener_is_there_stop_the_start() throws IOException {
    TlsConfiguration tls = read(BOTH).tls();
    Files.delete(files.key());

    assertThatThrownBy(() -> tls.engines(InstantSource.system()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("http.tls.key-file names a file that is not there: " + files.key());
  }

  @Test
  void tls_that_nobody_can_speak_cannot_be_required() {
    stops(
        Map.of("MEMWARDEN_REQUIRE_TLS", "true", "MEMWARDEN_HOST", "0.0.0.0"),
        "http.require-tls (environment: MEMWARDEN_REQUIRE_TLS) would let nobody in: neither"
            + " http.tls.cert-file nor http.trusted-proxies is set");
  }

  @Test
  void where_tls_is_required_the_public_address_says_so() {
    Map<String, String> plain = new HashMap<>(BOTH);
    plain.put("MEMWARDEN_REQUIRE_TLS", "true");
    plain.put("MEMWARDEN_PUBLIC_URL", "http://memory.example.com");

    stops(
        plain,
        "http.public-url (environment: MEMWARDEN_PUBLIC_URL) must begin with https:// as"
            + " http.require-tls says");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          127.0.0.1, '',         false, false
          0.0.0.0,   '',         false, true
          ::,        '',         false, true
          0.0.0.0,   10.0.0.0/8, false, false
          0.0.0.0,   '',         true,  false
          """)
  void keys_in_the_clear_are_noticed(String host, String proxies, boolean tls, boolean clear) {
    Map<String, String> environment = new HashMap<>(tls ? BOTH : Map.of());
    environment.put("MEMWARDEN_HOST", host);
    environment.put("MEMWARDEN_TRUSTED_PROXIES", proxies);
    Configuration configuration = read(environment);

    assertThat(configuration.tls().leavesKeysInTheClear(configuration.http())).isEqualTo(clear);
  }

  private void stops(Map<String, String> environment, String message) {
    assertThatThrownBy(() -> read(environment))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(message);
  }

  private Configuration read(Map<String, String> environment) {
    SettingSources sources =
        new SettingSources(Map.of(), environment, folder, InstantSource.system());
    return Configuration.of(Settings.read(sources), folder);
  }
}
