package dev.memwarden.stores.embedded;

/// Everything in the folder was moved elsewhere. Stops the start: here, nobody would hear of what
/// has been revoked there since.
public final class StoreMovedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreMovedException(String folder, String to) {
    super("what was in " + folder + " has been moved to " + to + "; it is served from there only");
  }
}
