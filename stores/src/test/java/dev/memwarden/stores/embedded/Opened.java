package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.stores.HashingEmbedder;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/// The embedded stores of a folder, opened as a server does.
public final class Opened {
  private Opened() {}

  public static Stores in(Path path) {
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

  /// The chain of the audit log in there.
  static AuditChain auditChain(Path path) {
    try {
      String text = Files.readString(path.resolve(MasterKeyFile.NAME));
      return new AuditChain(MasterKeyRing.parse(Secret.of(text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stores in(Path path, String model, InstantSource clock, IndexProgress progress) {
    Folder folder = Folder.open(path);
    MasterKeyRing ring = MasterKeyFile.in(folder, new SecureRandom());
    return EmbeddedStores.open(folder, ring, model, HashingEmbedder.DIMENSIONS, clock, progress);
  }
}
