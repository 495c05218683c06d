package dev.memwarden.server.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes an engine for each connection, with the certificate that the files held when they were
/// last looked at.
///
/// - **Speaks** TLS 1.3 and 1.2, with authenticated encryption and ephemeral keys only (RFC 9325
///   §3.1, §4.2).
/// - **Refuses** clients that ask for other protocols than `http/1.1` (RFC 7301 §3.2); who asks for
///   none gets that.
/// - **Resumes** sessions for an hour, by tickets that no other process can read, and never across
///   a change of the certificate. There is no early data: the JDK has none.
///
/// Thread-safe.
public final class TlsEngines implements Supplier<SSLEngine> {
  private static final Logger LOG = LoggerFactory.getLogger(TlsEngines.class);

  /// As long as a ticket resumes a session, the keys that it is sealed with are worth stealing.
  private static final Duration SESSION = Duration.ofHours(1);

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final String[] APPLICATION_PROTOCOLS = {"http/1.1"};
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private final CertificateFiles files;
  private final InstantSource clock;
  private volatile Current current;
  private String complaint = "";

  /// What holds.
  ///
  /// @param digest of the files that it came from
  private record Current(byte[] digest, Expiry expiry, SSLContext context) {}

  private TlsEngines(CertificateFiles files, InstantSource clock) {
    this.files = files;
    this.clock = clock;
    Instant now = clock.instant();
    this.current = current(files.read(), now);
    current.expiry().look(now);
  }

  /// Reads the files for the first time.
  ///
  /// @throws UnusableCertificateException if clients could not accept what is in them
  public static TlsEngines open(CertificateFiles files, InstantSource clock) {
    return new TlsEngines(files, clock);
  }

  /// An engine for one more connection.
  @Override
  public SSLEngine get() {
    SSLEngine engine = current.context().createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setCipherSuites(SUITES.toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    parameters.setApplicationProtocols(APPLICATION_PROTOCOLS);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /// Looks at the files again, and at the time. What is in them holds for connections from now on;
  /// as long as it is of no use, what was before does, and the log says why. To be called every few
  /// seconds.
  public synchronized void refresh() {
    Instant now = clock.instant();
    try {
      CertificateFiles.Contents contents = files.read();
      if (!Arrays.equals(contents.digest(), current.digest())) {
        current = current(contents, now);
      }
      complaint = "";
    } catch (UnusableCertificateException e) {
      complain(e);
    }
    current.expiry().look(now);
  }

  // Once for each thing that is wrong: files that are written one after the other do not fit for a
  // moment.
  private void complain(UnusableCertificateException e) {
    if (!complaint.equals(e.what())) {
      complaint = e.what();
      LOG.atWarn()
          .addKeyValue("file", files.of(e.part()))
          .addKeyValue("why", e.what())
          .log("the certificate cannot be replaced: the one from before stays");
    }
  }

  private static Current current(CertificateFiles.Contents contents, Instant now) {
    ServerCertificate certificate = contents.parse(now);
    Current current = new Current(contents.digest(), new Expiry(certificate), context(certificate));
    LOG.atInfo()
        .addKeyValue("subject", certificate.subject())
        .addKeyValue("until", certificate.notAfter())
        .log("connections are encrypted with this certificate from now on");
    return current;
  }

  private static SSLContext context(ServerCertificate certificate) {
    char[] none = {};
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, none);
      store.setKeyEntry("server", certificate.key(), none, certificate.chain());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, none);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), new TrustManager[0], null);
      context.getServerSessionContext().setSessionTimeout((int) SESSION.toSeconds());
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a JDK without TLS", e);
    }
  }
}
