package dev.memwarden.stores.postgres;

/// The database is there, but memories cannot be kept safely in it as it is. Stops the start;
/// nothing was stored.
public final class UnsuitableDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsuitableDatabaseException(String why) {
    super(why);
  }

  UnsuitableDatabaseException(String why, Throwable cause) {
    super(why, cause);
  }
}
