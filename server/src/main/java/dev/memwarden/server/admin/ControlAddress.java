package dev.memwarden.server.admin;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Where the control socket of a data folder is: `control.sock` in it, or, if that path is too long
/// for a socket, in a folder of its own whose name is in the file `control.path`.
final class ControlAddress {
  /// Longest path of a socket in bytes that every system takes: `sun_path` has 104 bytes on macOS
  /// and 108 on Linux, with the NUL at the end.
  static final int MAX_PATH = 103;

  private static final String SOCKET = "control.sock";
  private static final String POINTER = "control.path";

  private ControlAddress() {}

  /// Picks the address for a server that holds `data`, and writes down where it is if need be. What
  /// a server that crashed has left there is removed.
  static UnixDomainSocketAddress prepare(Path data) throws IOException {
    discard(data);
    Path socket = data.resolve(SOCKET).toAbsolutePath();
    if (!fits(socket)) {
      socket = Files.createTempDirectory("memwarden-").resolve(SOCKET);
      Files.writeString(data.resolve(POINTER), socket.toString());
    }
    return UnixDomainSocketAddress.of(socket);
  }

  /// The address of the server that holds `data`, if there seems to be one.
  static Optional<UnixDomainSocketAddress> find(Path data) throws IOException {
    Path socket = data.resolve(SOCKET).toAbsolutePath();
    if (fits(socket) && Files.exists(socket)) {
      return Optional.of(UnixDomainSocketAddress.of(socket));
    }
    return pointed(data).filter(Files::exists).map(UnixDomainSocketAddress::of);
  }

  /// Removes all of it.
  static void discard(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(SOCKET));
    Optional<Path> elsewhere = pointed(data);
    if (elsewhere.isPresent()) {
      Files.deleteIfExists(elsewhere.get());
      Path folder = elsewhere.get().getParent();
      if (folder != null) {
        Files.deleteIfExists(folder);
      }
      Files.deleteIfExists(data.resolve(POINTER));
    }
  }

  private static Optional<Path> pointed(Path data) throws IOException {
    try {
      Path socket = Path.of(Files.readString(data.resolve(POINTER)));
      return Optional.of(socket).filter(path -> path.endsWith(SOCKET));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static boolean fits(Path socket) {
    return socket.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH;
  }
}
