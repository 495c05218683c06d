package dev.memwarden.auth.policy;

/// A policy text cannot be read. Nothing of it takes effect.
public final class PolicySyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int line;

  PolicySyntaxException(int line, String what) {
    super("line " + line + ": " + what);
    this.line = line;
  }

  /// The line with the mistake, from 1.
  public int line() {
    return line;
  }
}
