package dev.memwarden.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What clients ask a server first, asked by the server itself while the launcher trains the start
/// cache: otherwise nothing of how requests are answered would be in it, and the first client would
/// wait for that to be loaded.
final class FirstRequests {
  private static final List<String> TARGETS = List.of("/health", "/auth/whoami");
  private static final int PATIENCE_MILLIS = 10_000;

  private FirstRequests() {}

  /// Asks for each of them, whatever the answer.
  ///
  /// @throws UncheckedIOException if there is none
  static void ask(URI server) {
    try {
      for (String target : TARGETS) {
        ask(server, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no answer from " + server, e);
    }
  }

  private static void ask(URI server, String target) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String head =
          "GET "
              + target
              + " HTTP/1.1\r\nHost: "
              + server.getAuthority()
              + "\r\nX-API-Key: none\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      if (socket.getInputStream().transferTo(OutputStream.nullOutputStream()) == 0) {
        throw new IOException("closed without an answer to " + target);
      }
    }
  }
}
