package dev.memwarden.stores.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.MasterKeyRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/// The file that keeps the master keys: in the data folder, or wherever the operator wants it.
public final class MasterKeyFile {
  /// Its name in the data folder.
  public static final String NAME = "master.key";

  private MasterKeyFile() {}

  /// Reads the keys.
  ///
  /// @throws StoreUnavailableException if the file cannot be read
  /// @throws IllegalArgumentException if it does not contain master keys
  public static MasterKeyRing read(Path file) {
    try {
      return MasterKeyRing.parse(Secret.copyOf(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot read the master key file " + file, e);
    }
  }

  /// Reads the keys from the data folder; an empty store gets a new key, in a file that only its
  /// owner may read and that is on disk before the first record is.
  ///
  /// @throws MasterKeyMissingException if the store is not empty and the file is not there
  public static MasterKeyRing in(Folder folder, SecureRandom random) {
    Path file = folder.path().resolve(NAME);
    if (Files.exists(file)) {
      return read(file);
    }
    if (folder.hasStore()) {
      throw new MasterKeyMissingException(file);
    }
    MasterKeyRing ring = MasterKeyRing.generate(random);
    try {
      write(file, ring.print());
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot write the master key file " + file, e);
    }
    return ring;
  }

  // Written beside and moved into place, so that a crash leaves no half a key.
  private static void write(Path file, Secret text) throws IOException {
    Path beside = file.resolveSibling(NAME + ".new");
    Files.deleteIfExists(beside);
    Folder.createFile(beside);
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.revealText().getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        int _ = channel.write(bytes);
      }
      channel.force(true);
    }
    Path _ = Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
      folder.force(true);
    }
  }
}
