package dev.memwarden.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A client that sends exactly the bytes that it is told.
public final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;

  /// One reply.
  public record Response(int status, String head, String body) {
    public boolean has(String headerLine) {
      return head.toLowerCase(Locale.ROOT).contains(headerLine.toLowerCase(Locale.ROOT) + "\r\n");
    }
  }

  /// The server closed before a whole head had come.
  public static final class ClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    private ClosedException(String head) {
      super("closed after: " + head);
    }
  }

  public RawClient(int port) throws IOException {
    this(new Socket(InetAddress.ofLiteral("127.0.0.1"), port));
  }

  /// One on a socket that is connected.
  RawClient(Socket connected) throws IOException {
    socket = connected;
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = socket.getInputStream();
  }

  /// Sends bytes; `\n` stands for CR LF.
  public RawClient send(String text) throws IOException {
    socket
        .getOutputStream()
        .write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /// Sends bytes as they are.
  public RawClient sendExactly(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /// Reads one reply with its body.
  public Response read() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new ClosedException(head.toString());
      }
      head.append((char) b);
    }
    String text = head.toString();
    int status = Integer.parseInt(text.substring(9, 12));
    int length = 0;
    for (String line : text.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    return new Response(
        status, text, new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
  }

  /// Everything until the server closes.
  public String readAll() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /// Whether the server closes without another byte.
  public boolean isClosed() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
