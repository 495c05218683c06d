package dev.memwarden.stores.sql;

/// The database was written by a newer version. Stops the start: nothing was changed.
public final class NewerSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NewerSchemaException(int found, int known) {
    super(
        "the database has schema version "
            + found
            + ", this version of memwarden knows up to "
            + known
            + "; use the newer version");
  }
}
