package dev.memwarden.stores.embedded;

import dev.memwarden.auth.Box;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.User;
import dev.memwarden.stores.Keys;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.embedded.BackupManifest.Content;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// A store in `live`, backups of it, and the folder `back` that they are put into.
final class BackupFixture {
  static final Instant LATER = Proofs.NOON.plusSeconds(60);

  final Path parent;

  BackupFixture(Path parent) {
    this.parent = parent;
  }

  Path live() {
    return parent.resolve("live");
  }

  Path back() {
    return parent.resolve("back");
  }

  Path backup(String name) {
    return parent.resolve(name);
  }

  MasterKeyRing ring() {
    return MasterKeyFile.read(live().resolve(MasterKeyFile.NAME));
  }

  BackupManifest make(String name, Content content) {
    return new Backup(ring(), Proofs.CLOCK, IndexProgress.UNSEEN)
        .make(live(), backup(name), content);
  }

  Restore.Restored restore(String name, Since since) {
    return restore(ring(), name, since, IndexProgress.UNSEEN);
  }

  Restore.Restored restore(MasterKeyRing ring, String name, Since since, IndexProgress progress) {
    return in(back(), ring, restore -> restore.from(backup(name), since, progress));
  }

  /// Takes away what was put back.
  void empty() {
    try (Stream<Path> files = Files.walk(back())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Does something with the restore of a folder, which has the master key.
  <T> T in(Path path, MasterKeyRing ring, Function<Restore, T> what) {
    try (Folder folder = Folder.open(path)) {
      Files.writeString(path.resolve(MasterKeyFile.NAME), ring.print().revealText());
      return what.apply(
          new Restore(
              folder,
              ring,
              Set.of(Proofs.TENANT, "of-an-issuer"),
              tenant -> Proofs.identity(Proofs.admin(tenant), Box.EVERYWHERE),
              () -> LATER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void add(Stores stores, String id, String user) {
    if (!stores.keys().insert(Proofs.managing(), Keys.of(id, Proofs.user(user)))) {
      throw new AssertionError("the key " + id + " was there");
    }
  }

  static void revoke(Stores stores, String id) {
    KeyRecord revoked =
        stores
            .keys()
            .revoke(Proofs.managing(), id, new KeyRecord.Revocation(LATER, "test"))
            .orElseThrow();
    if (revoked.revocation().isEmpty()) {
      throw new AssertionError("the key " + id + " was not revoked");
    }
  }

  /// Whether a key lets its owner in.
  static boolean works(Stores stores, String id) {
    return stores
        .keys()
        .find(id)
        .filter(found -> found.key().revocation().isEmpty())
        .flatMap(found -> found.owner())
        .filter(owner -> owner.status() == User.Status.ACTIVE)
        .isPresent();
  }
}
