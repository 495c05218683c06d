package dev.memwarden.server.secrets;

/// A secret that a reference names cannot be had. The message says why, without any secret.
public final class SecretUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SecretUnavailableException(String message) {
    super(message);
  }
}
