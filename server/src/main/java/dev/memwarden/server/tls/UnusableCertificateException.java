package dev.memwarden.server.tls;

/// A certificate and key that no client would accept, or that are none. The message says why, and
/// never anything of the key.
public final class UnusableCertificateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The file that has to be mended.
  public enum Part {
    CHAIN,
    KEY
  }

  private final Part part;

  UnusableCertificateException(Part part, String message) {
    super(message);
    this.part = part;
  }

  public Part part() {
    return part;
  }

  /// What is wrong with that file; a sentence without its subject.
  public String what() {
    return String.valueOf(getMessage());
  }
}
