package dev.memwarden.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/// One kept-alive connection to a server on this machine, with as little of its own as it takes to
/// measure others. Understands replies with a length only.
public final class HttpConnection implements AutoCloseable {
  private final Socket socket = new Socket();
  private final String host;
  private final InputStream in;
  private final OutputStream out;

  /// @param patience how long to wait for a connection, and for each byte of a reply
  /// @throws IllegalArgumentException if `server` is not `http://127.0.0.1:<port>`
  public HttpConnection(URI server, Duration patience) throws IOException {
    if (!"127.0.0.1".equals(server.getHost()) || !"http".equals(server.getScheme())) {
      throw new IllegalArgumentException("only servers on this machine are measured: " + server);
    }
    host = server.getAuthority();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) patience.toMillis());
    boolean connected = false;
    try {
      socket.connect(
          new InetSocketAddress(server.getHost(), server.getPort()), (int) patience.toMillis());
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      connected = true;
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  /// The bytes of a request.
  ///
  /// @param key an API key, or nothing
  /// @param body JSON, or nothing
  public byte[] request(String method, String path, String key, String body) {
    String head = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n";
    if (!key.isEmpty()) {
      head += "X-API-Key: " + key + "\r\n";
    }
    if (!body.isEmpty()) {
      head += "Content-Type: application/json\r\nContent-Length: " + body.getBytes(UTF_8).length;
      head += "\r\n";
    }
    return (head + "\r\n" + body).getBytes(UTF_8);
  }

  /// A reply.
  public record Reply(int status, String body) {}

  /// Sends a request and reads its reply to the end.
  ///
  /// @return the status of the reply
  public int exchange(byte[] request) throws IOException {
    return ask(request).status();
  }

  /// The same, with what the reply says.
  public Reply ask(byte[] request) throws IOException {
    out.write(request);
    out.flush();
    String status = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    int number = Integer.parseInt(status.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    return new Reply(number, new String(body, UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server hung up");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
