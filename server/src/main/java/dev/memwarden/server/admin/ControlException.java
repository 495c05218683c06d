package dev.memwarden.server.admin;

/// The server behind a control socket does not answer as it should.
public final class ControlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ControlException(String what) {
    super(what);
  }

  public ControlException(String what, Throwable cause) {
    super(what, cause);
  }
}
