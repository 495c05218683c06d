package dev.memwarden.server;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.MasterKeyRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/// Reads the master keys, or makes the first one for a store that is made now.
final class MasterKeys {
  /// Its name in the data folder.
  static final String FILE = "master.key";

  private MasterKeys() {}

  /// The ring of a store.
  ///
  /// @param config with a data folder that is held by this process
  /// @param hasStore whether there is a store already, which another key could not read
  /// @throws InvalidConfigurationException if there is no key, or the file holds none
  static MasterKeyRing load(Configuration.Store config, boolean hasStore, SecureRandom random) {
    return config.masterKey().isPresent()
        ? parse(config.masterKey().get())
        : load(config.data(), config.masterKeyFile(), hasStore, random);
  }

  /// The ring of a store that others may share: never made here, where nobody else would have it.
  ///
  /// @param config that names one
  /// @throws InvalidConfigurationException if there is no key, or the file holds none
  static MasterKeyRing given(Configuration.Store config, SecureRandom random) {
    if (config.masterKey().isEmpty() && config.masterKeyFile().isEmpty()) {
      throw new InvalidConfigurationException(
          Setting.MASTER_KEY_FILE.key() + ": is needed for a store that others may share");
    }
    return load(config, /* hasStore= */ true, random);
  }

  private static MasterKeyRing parse(Secret text) {
    try {
      return MasterKeyRing.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException(Setting.MASTER_KEY.key() + ": " + e.getMessage());
    }
  }

  private static MasterKeyRing load(
      Path data, Optional<Path> configured, boolean hasStore, SecureRandom random) {
    Path file = configured.orElseGet(() -> data.resolve(FILE));
    try {
      return MasterKeyRing.parse(Secret.copyOf(Files.readAllBytes(file)));
    } catch (NoSuchFileException _) {
      if (configured.isPresent() || hasStore) {
        throw new InvalidConfigurationException(
            "there is no master key at " + file + ", and a new one could not read the store");
      }
      return generate(file, random);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new InvalidConfigurationException(file + ": cannot be read");
    }
  }

  private static MasterKeyRing generate(Path file, SecureRandom random) {
    MasterKeyRing ring = MasterKeyRing.generate(random);
    writeForOwner(file, ring.print());
    return ring;
  }

  /// Writes a new file that its owner alone can read, durably.
  static void writeForOwner(Path file, Secret content) {
    FileAttribute<?>[] ownerOnly =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
            ownerOnly)) {
      ByteBuffer bytes = ByteBuffer.wrap(content.revealText().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot write " + file, e);
    }
  }
}
