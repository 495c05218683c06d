package dev.memwarden.server.http;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The [Challenge] of a server that may learn its own address only when it listens.
final class Challenges {
  private static final Challenge WITHOUT_METADATA = new Challenge(Optional.empty());

  private final Supplier<Optional<String>> metadata;
  private volatile @Nullable Challenge lasting;

  /// @param metadata URL of the metadata; once it is known it stays the same, and is not asked for
  ///   again
  Challenges(Supplier<Optional<String>> metadata) {
    this.metadata = metadata;
  }

  Challenge now() {
    Challenge known = lasting;
    if (known != null) {
      return known;
    }
    Optional<String> url = metadata.get();
    if (url.isEmpty()) {
      return WITHOUT_METADATA;
    }
    Challenge made = new Challenge(url);
    lasting = made;
    return made;
  }
}
