package dev.memwarden.server.admin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Who alone may vouch for a server.
final class TrustedAuthorities {
  private TrustedAuthorities() {}

  /// TLS that trusts the certificates in `pem`, and no others.
  ///
  /// @throws IllegalArgumentException if there is none, or one cannot be read
  static SSLContext of(String pem) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      byte[] bytes = pem.getBytes(StandardCharsets.UTF_8);
      int number = 0;
      for (Certificate one :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))) {
        trusted.setCertificateEntry("authority-" + number++, one);
      }
      if (number == 0) {
        throw new IllegalArgumentException("there is no certificate in the file of authorities");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("the file of authorities has no certificates (PEM)", e);
    }
  }
}
