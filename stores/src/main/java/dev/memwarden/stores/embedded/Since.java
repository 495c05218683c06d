package dev.memwarden.stores.embedded;

import java.nio.file.Path;

/// What is known of what was revoked since a backup was made.
public sealed interface Since {

  /// Nothing is known: nobody is let in until an admin says so.
  record Unknown() implements Since {}

  /// Somebody says that nothing was revoked.
  record Nothing() implements Since {}

  /// A newer backup, of authority alone or of everything, says who may do what.
  record Known(Path newer) implements Since {}
}
