package dev.memwarden.stores.embedded;

import java.util.ArrayDeque;
import java.util.Deque;

/// Closes what was opened, in the opposite order: each thing goes before what it stands on.
final class Closing {

  /// Something that closes without a checked exception.
  @FunctionalInterface
  interface Part {
    void close();
  }

  private final Deque<Part> parts = new ArrayDeque<>();

  void add(Part part) {
    parts.push(part);
  }

  /// Closes all that is open; a failure of one does not keep the others open.
  void close() {
    if (parts.isEmpty()) {
      return;
    }
    try {
      parts.pop().close();
    } finally {
      close();
    }
  }
}
