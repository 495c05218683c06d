package dev.memwarden.stores.sql;

/// The master key at hand is not the one that this store was made with. Stops the start: with a
/// wrong key every record would look tampered with.
public final class MasterKeyMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MasterKeyMismatchException(String store) {
    super("the master key does not belong to the store in " + store);
  }
}
