package dev.memwarden.server;

import dev.memwarden.server.tls.CertificateMaker;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/// Lets this JVM trust one authority and no other, for as long as this is open.
final class JvmTrust implements AutoCloseable {
  private static final String STORE = "javax.net.ssl.trustStore";
  private static final String PASSWORD = "javax.net.ssl.trustStorePassword";
  private static final String ANY = "public";

  private JvmTrust() {}

  static JvmTrust in(CertificateMaker authority, Path folder) {
    Path store = authority.writeTrustStore(folder.resolve("trusted.p12"), ANY);
    System.setProperty(STORE, store.toString());
    System.setProperty(PASSWORD, ANY);
    readNow();
    return new JvmTrust();
  }

  // What the JDK has read it keeps. Two threads that are the first to see that it has changed may
  // get in each other's way, and one of them sees the former one.
  private static void readNow() {
    try {
      SSLContext.getInstance("TLS").init(null, null, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    System.clearProperty(STORE);
    System.clearProperty(PASSWORD);
  }
}
