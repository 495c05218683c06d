package dev.memwarden.server;

/// The configuration makes no sense. Stops the start; the message names the setting and never a
/// secret.
public final class InvalidConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidConfigurationException(String message) {
    super(message);
  }
}
