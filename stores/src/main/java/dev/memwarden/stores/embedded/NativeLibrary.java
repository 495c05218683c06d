package dev.memwarden.stores.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where SQLite's native library is unpacked: in the data folder, where nobody else can write,
/// rather than among the system's temporary files, where it would stay when the process is killed.
final class NativeLibrary {
  /// A setting of the operator wins. It is the whole process's: the first folder decides.
  private static final String FOLDER = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  /// Makes the choice before the first connection, and removes what a killed process left there.
  static synchronized void confine(Folder folder) throws IOException {
    if (System.getProperty(FOLDER) != null) {
      return;
    }
    Path cache = folder.nativeLibraries();
    try (DirectoryStream<Path> left = Files.newDirectoryStream(cache)) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
    System.setProperty(FOLDER, cache.toAbsolutePath().toString());
  }
}
