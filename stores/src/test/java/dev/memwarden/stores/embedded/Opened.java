package dev.memwarden.stores.embedded;

import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.stores.HashingEmbedder;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.lucene.IndexProgress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/// The embedded stores of a folder, opened as a server does.
final class Opened {
  private Opened() {}

  static Stores in(Path path) {
    return in(path, IndexProgress.UNSEEN);
  }

  static Stores in(Path path, IndexProgress progress) {
    return in(path, HashingEmbedder.MODEL, progress);
  }

  static Stores in(Path path, String model, IndexProgress progress) {
    return in(path, model, Proofs.CLOCK, progress);
  }

  static Stores in(Path path, InstantSource clock) {
    return in(path, HashingEmbedder.MODEL, clock, IndexProgress.UNSEEN);
  }

  private static Stores in(Path path, String model, InstantSource clock, IndexProgress progress) {
    Folder folder = Folder.open(path);
    MasterKeyRing ring = MasterKeyFile.in(folder, new SecureRandom());
    return EmbeddedStores.open(folder, ring, model, HashingEmbedder.DIMENSIONS, clock, progress);
  }
}
