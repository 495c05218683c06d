package dev.memwarden.auth;

/// A store cannot answer now. Requests fail closed with 503 and may be repeated.
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String what, Throwable cause) {
    super(what, cause);
  }

  public StoreUnavailableException(String what) {
    super(what);
  }
}
