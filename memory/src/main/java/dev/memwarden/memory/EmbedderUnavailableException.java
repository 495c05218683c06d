package dev.memwarden.memory;

/// The embedding model cannot be loaded or reached. Requests that need it fail with 503.
public final class EmbedderUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EmbedderUnavailableException(String what, Throwable cause) {
    super(what, cause);
  }

  public EmbedderUnavailableException(String what) {
    super(what);
  }
}
