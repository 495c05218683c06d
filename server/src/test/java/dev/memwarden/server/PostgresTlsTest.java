package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.tls.CertificateFiles;
import dev.memwarden.server.tls.CertificateMaker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real PostgreSQL that speaks TLS, and must prove who it is: where the URL says so, and where it
/// says nothing and the database is elsewhere.
class PostgresTlsTest {
  private static final CertificateMaker AUTHORITY = new CertificateMaker();
  private static final String MASTER_KEY =
      MasterKeyRing.generate(new SecureRandom()).print().revealText();

  @TempDir static Path shared;
  private static EmbeddedPostgres postgres;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    CertificateFiles files = AUTHORITY.make().in(shared);
    Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-------"));
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1,127.0.0.2")
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", files.chain().toString())
            .setServerConfig("ssl_key_file", files.key().toString())
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  private TokenServer server(String host, String parameters) {
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "MEMWARDEN_POSTGRES_URL",
        "postgresql://" + host + ":" + postgres.getPort() + "/postgres" + parameters);
    settings.put("MEMWARDEN_POSTGRES_USER", "postgres");
    settings.put("MEMWARDEN_MASTER_KEY", MASTER_KEY);
    return new TokenServer(folder, settings, InstantSource.system());
  }

  private String verifiedBy(CertificateMaker authority) {
    return vouchedForBy(authority) + "&sslmode=verify-full";
  }

  private String vouchedForBy(CertificateMaker authority) {
    return "?sslrootcert=" + authority.writeAuthority(folder.resolve("authority.pem"));
  }

  private void isRefused(String host, String parameters, String because) {
    assertThatThrownBy(() -> server(host, parameters))
        .isInstanceOf(StoreUnavailableException.class)
        .hasStackTraceContaining(because);
  }

  @Test
  void one_that_the_named_authority_vouches_for_is_used() {
    try (TokenServer server = server("localhost", verifiedBy(AUTHORITY))) {
      String key = server.key("alice", Json.object());

      assertThat(server.get("/auth/whoami", key)).startsWith("200 ");
    }
  }

  @Test
  void one_of_another_authority_is_refused() {
    isRefused("localhost", verifiedBy(new CertificateMaker()), "SSLHandshakeException");
  }

  @Test
  void one_that_has_another_name_is_refused() {
    isRefused("127.0.0.2", verifiedBy(AUTHORITY), "hostname 127.0.0.2 could not be verified");
  }

  @Test
  void elsewhere_it_must_have_its_name_where_only_the_authority_is_said() {
    isRefused("127.0.0.2", vouchedForBy(AUTHORITY), "hostname 127.0.0.2 could not be verified");
  }

  @Test
  void elsewhere_the_jvm_must_trust_it_where_nothing_is_said() {
    isRefused("127.0.0.2", "", "SSLHandshakeException");
  }
}
