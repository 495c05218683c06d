package dev.memwarden.server;

import dev.memwarden.server.tls.CertificateFiles;
import dev.memwarden.server.tls.TlsEngines;
import dev.memwarden.server.tls.UnusableCertificateException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// What protects requests and replies on their way.
///
/// @param files certificate and key, if the listener speaks TLS itself; then it speaks nothing else
/// @param required whether requests from elsewhere must have come by TLS all the way
public record TlsConfiguration(Optional<CertificateFiles> files, boolean required) {

  /// Nothing, as is right on a machine that nobody else reaches.
  public static final TlsConfiguration NONE = new TlsConfiguration(Optional.empty(), false);

  /// What is configured.
  ///
  /// @param folder that relative paths are taken from
  /// @throws InvalidConfigurationException if clients could not accept the certificate, or nobody
  ///   could come in
  static TlsConfiguration of(Settings settings, Path folder, Configuration.Http http) {
    Optional<CertificateFiles> files = files(settings, folder);
    boolean required = settings.flag(Setting.REQUIRE_TLS).orElse(false);
    if (required) {
      requireSense(settings, http, files.isPresent());
    }
    return new TlsConfiguration(files, required);
  }

  private static Optional<CertificateFiles> files(Settings settings, Path folder) {
    Optional<Path> chain = Configuration.file(settings, Setting.TLS_CERT_FILE, folder);
    Optional<Path> key = Configuration.file(settings, Setting.TLS_KEY_FILE, folder);
    if (chain.isEmpty() != key.isEmpty()) {
      Setting there = chain.isPresent() ? Setting.TLS_CERT_FILE : Setting.TLS_KEY_FILE;
      Setting missing = chain.isEmpty() ? Setting.TLS_CERT_FILE : Setting.TLS_KEY_FILE;
      throw settings.wrong(there, "is of no use without " + missing.key());
    }
    return chain.flatMap(
        certificate -> key.map(file -> checked(settings, new CertificateFiles(certificate, file))));
  }

  private static CertificateFiles checked(Settings settings, CertificateFiles files) {
    try {
      files.check(settings.clock().instant());
      return files;
    } catch (UnusableCertificateException e) {
      throw settings.wrong(setting(e), e.what());
    }
  }

  private static Setting setting(UnusableCertificateException e) {
    return switch (e.part()) {
      case CHAIN -> Setting.TLS_CERT_FILE;
      case KEY -> Setting.TLS_KEY_FILE;
    };
  }

  private static void requireSense(Settings settings, Configuration.Http http, boolean encrypts) {
    if (!encrypts && isForOthers(http) && http.trustedProxies().isEmpty()) {
      throw settings.wrong(
          Setting.REQUIRE_TLS,
          "would let nobody in: neither "
              + Setting.TLS_CERT_FILE.key()
              + " nor "
              + Setting.TRUSTED_PROXIES.key()
              + " is set");
    }
    if (http.publicUrl().filter(url -> url.startsWith("http://")).isPresent()) {
      throw settings.wrong(
          Setting.PUBLIC_URL, "must begin with https:// as " + Setting.REQUIRE_TLS.key() + " says");
    }
  }

  /// Whether keys may be read on their way: others reach the listener, which does not encrypt, and
  /// no proxy is named that could.
  boolean leavesKeysInTheClear(Configuration.Http http) {
    return files.isEmpty() && isForOthers(http) && http.trustedProxies().isEmpty();
  }

  private static boolean isForOthers(Configuration.Http http) {
    return !AuthMode.isLoopback(http.host());
  }

  /// How addresses of the listener begin.
  String scheme() {
    return files.isPresent() ? "https" : "http";
  }

  /// What encrypts connections, if the listener does.
  ///
  /// @throws InvalidConfigurationException if the files have become useless since they were checked
  Optional<TlsEngines> engines(InstantSource clock) {
    try {
      return files.map(pair -> TlsEngines.open(pair, clock));
    } catch (UnusableCertificateException e) {
      throw new InvalidConfigurationException(setting(e).key() + " " + e.what());
    }
  }
}
