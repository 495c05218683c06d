package dev.memwarden.stores.embedded;

import java.nio.file.Path;

/// The master key file is not there although the store is not new. Stops the start: a new key would
/// not fit what is stored.
public final class MasterKeyMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MasterKeyMissingException(Path file) {
    super("the master key file " + file + " is missing; restore it from where it is kept safe");
  }
}
