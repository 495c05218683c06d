package dev.memwarden.stores.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sqlite.SQLiteDataSource;
import org.sqlite.util.LibraryLoaderUtil;

/// Where SQLite's native library is unpacked: in the data folder, where nobody else can write,
/// rather than among the system's temporary files, where it would stay when the process is killed.
///
/// Left to itself, the driver would unpack it and then compare the copy byte by byte, which takes a
/// tenth of a start. Ours is written anew by each process into a folder that it holds alone.
final class NativeLibrary {
  /// Settings of the operator win. They are the whole process's: the first folder decides.
  private static final String FOLDER = "org.sqlite.lib.path";

  private static final String TEMPORARY_FOLDER = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  /// Unpacks it before the first connection. On a platform that the driver has none for, the driver
  /// looks elsewhere, and says what it found.
  static void confine(Folder folder) throws IOException {
    confine(folder.nativeLibraries());
  }

  /// The same for a process that does not hold the folder: into a folder that its holder does not
  /// use.
  static synchronized void confine(Path cache) throws IOException {
    if (System.getProperty(FOLDER) != null || System.getProperty(TEMPORARY_FOLDER) != null) {
      return;
    }
    if (unpack(cache).isPresent()) {
      System.setProperty(FOLDER, cache.toAbsolutePath().toString());
    } else {
      System.setProperty(TEMPORARY_FOLDER, cache.toAbsolutePath().toString());
    }
  }

  /// Removes what another process left in `cache`, whatever it is, and writes the library there.
  ///
  /// @return empty if the driver has none for this platform
  static Optional<Path> unpack(Path cache) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(cache)) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/";
    try (InputStream packed = SQLiteDataSource.class.getResourceAsStream(resource + name)) {
      if (packed == null) {
        return Optional.empty();
      }
      Path library = cache.resolve(name);
      long _ = Files.copy(packed, library);
      library.toFile().deleteOnExit();
      return Optional.of(library);
    }
  }
}
