package dev.memwarden.stores.embedded;

import java.nio.file.Path;

/// Another process holds the data folder. While a server runs, ask it instead of opening its files.
public final class FolderInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param holder what the holder wrote about itself; empty if that cannot be read
  FolderInUseException(Path folder, String holder) {
    super(
        "data folder "
            + folder
            + " is in use by another process"
            + (holder.isEmpty() ? "" : " (" + holder + ")"));
  }
}
