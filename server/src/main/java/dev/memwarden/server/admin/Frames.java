package dev.memwarden.server.admin;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One JSON document each way on a connection: the end of the stream is the end of the document.
final class Frames {
  private static final int CHUNK = 8192;

  private Frames() {}

  /// Reads until the other side has shut down its output.
  ///
  /// @param most bytes that are read at most
  /// @return empty if that is no JSON document, or a longer one
  static Optional<JsonNode> read(SocketChannel channel, int most) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    while (channel.read(chunk) >= 0) {
      bytes.write(chunk.array(), 0, chunk.position());
      chunk.clear();
      if (bytes.size() > most) {
        return Optional.empty();
      }
    }
    return switch (Json.parse(bytes.toByteArray())) {
      case Parsed.Value(var node) -> Optional.of(node);
      case Parsed.Invalid _ -> Optional.empty();
    };
  }

  /// Writes all of a document and shuts down the output.
  static void write(SocketChannel channel, JsonNode document) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Json.write(document));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.shutdownOutput();
  }
}
