package dev.memwarden.stores.embedded;

/// A backup is not made, or not put back, and nothing was replaced: says what a person can mend.
public final class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BackupException(String message) {
    super(message);
  }
}
