package dev.memwarden.benchmarks.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.memwarden.benchmarks.Options;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Somebody who tries each credential on a connection of its own, and never reads a reply: one
/// thread, as fast as it can.
///
/// Options: `--server`; `--requests`, a file with lines of method, path and credential;
/// `--seconds`; `--hold`, whether connections stay open until there are [#HELD], of which the
/// oldest then makes room. Prints its rate as `wrk` does.
public final class Guesses {
  private static final int HELD = 8_000;

  /// Somebody else than the good users, who come from 127.0.0.1.
  private static final InetSocketAddress STRANGER = new InetSocketAddress("127.0.0.2", 0);

  private Guesses() {}

  public static void main(String[] arguments) throws IOException {
    Options options =
        Options.of(
            arguments, Map.of("server", "", "requests", "", "seconds", "8", "hold", "false"));
    URI uri = URI.create(options.text("server"));
    InetSocketAddress server = new InetSocketAddress(uri.getHost(), uri.getPort());
    List<byte[]> requests =
        Files.readAllLines(options.path("requests")).stream()
            .map(line -> request(uri, line))
            .toList();
    int held = options.text("hold").equals("true") ? HELD : 0;
    Deque<SocketChannel> open = new ArrayDeque<>();
    long begin = System.nanoTime();
    long end = begin + Duration.ofSeconds(options.number("seconds")).toNanos();
    int sent = 0;
    int failed = 0;
    while (System.nanoTime() < end) {
      try {
        SocketChannel connection = SocketChannel.open();
        open.addLast(connection);
        connection.bind(STRANGER);
        connection.connect(server);
        connection.write(ByteBuffer.wrap(requests.get(sent % requests.size())));
        sent++;
      } catch (IOException _) {
        // Kept out: that is the server's good right, and the next one may succeed.
        failed++;
      }
      while (open.size() > held) {
        open.removeFirst().close();
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        Locale.ROOT, "Requests/sec: %.2f%nfailed: %.2f%n", sent / seconds, failed / seconds);
  }

  private static byte[] request(URI server, String line) {
    String[] words = line.split(" ", -1);
    return "%s %s HTTP/1.1\r\nHost: %s\r\nX-API-Key: %s\r\n\r\n"
        .formatted(words[0], words[1], server.getAuthority(), words[2])
        .getBytes(US_ASCII);
  }
}
