package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.HttpLimits;
import dev.memwarden.server.http.RawClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Attacks 4.11: clients that take their time, so that a connection, its memory and perhaps a
/// thread wait with them. The deadlines are short here; what ends is waited for, not slept for.
@Timeout(60)
class SlowClientsTest {
  private static final String HALF_A_HEAD = "GET /auth/whoami HTTP/1.1\r\nHost: localhost\r\nX-";
  private static final String HALF_A_BODY =
      "POST /memories HTTP/1.1\r\n"
          + Stand.ALICE.replace("\n", "\r\n")
          + "Content-Length: 100\r\n\r\n{\"messages\":";

  @TempDir Path folder;
  private Stand stand;

  @BeforeEach
  void start() {
    Duration brief = Duration.ofMillis(500);
    stand = Stand.in(folder, HttpLimits.DEFAULT.withTimeouts(brief, brief));
  }

  @AfterEach
  void nothing_was_stored_and_the_server_serves() throws IOException {
    stand.isUnharmed();
    stand.close();
  }

  @Test
  void a_thousand_slow_clients_keep_nobody_else_waiting_and_end() throws IOException {
    stand.close();
    Duration enough = Duration.ofSeconds(5);
    // All of them and everybody else come from one address here.
    stand =
        Stand.in(
            folder.resolve("other"),
            HttpLimits.DEFAULT.withTimeouts(enough, enough).withConnections(2_000, 2_000));
    List<SocketChannel> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        slow.add(begin(HALF_A_HEAD));
        slow.add(begin(HALF_A_BODY));
      }

      assertThat(stand.ask("GET /auth/whoami HTTP/1.1\n" + Stand.ALICE + "\n").status())
          .isEqualTo(200);
      assertThat(stand.ask(Stand.store("in between")).status()).isEqualTo(200);
      stand.forget();

      for (SocketChannel client : slow) {
        assertThat(client.configureBlocking(false)).isNotNull();
        assertThat(client.read(ByteBuffer.allocate(1))).as("nothing has come yet").isZero();
        client.configureBlocking(true);
      }
      for (SocketChannel client : slow) {
        assertThat(rest(client)).startsWith("HTTP/1.1 408 ");
      }
    } finally {
      for (SocketChannel client : slow) {
        client.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "GET ",
        "GET /auth/whoami HTTP/1.1\r\n",
        "GET /auth/whoami HTTP/1.1\r\nHost: localhost\r\nX-API-Key: key-alice\r\n",
      })
  void a_head_that_trickles_in_ends_at_a_deadline(String beginning) throws IOException {
    String replies = trickle(beginning, "X");

    assertThat(replies).startsWith("HTTP/1.1 408 ");
    assertThat(replies.contains("application/problem+json")).isEqualTo(beginning.contains("/auth"));
  }

  @Test
  void empty_lines_are_no_head() throws IOException {
    assertThat(trickle("", "\r\n")).startsWith("HTTP/1.1 408 ");
  }

  @Test
  void a_second_head_has_a_deadline_of_its_own() throws IOException {
    String first = "GET /auth/whoami HTTP/1.1\r\n" + Stand.ALICE.replace("\n", "\r\n") + "\r\n";

    assertThat(trickle(first + "GET /health", "h"))
        .startsWith("HTTP/1.1 200 ")
        .contains("HTTP/1.1 408 ");
  }

  @Test
  void who_says_nothing_is_told_nothing() throws IOException {
    assertThat(stand.exactly("")).isEmpty();
  }

  @Test
  void a_body_that_trickles_in_ends_at_a_deadline() throws IOException {
    assertThat(trickle(HALF_A_BODY, " "))
        .startsWith("HTTP/1.1 408 ")
        .endsWith("{\"detail\":\"Request body came too slowly\"}");
    assertThat(trickle(HALF_A_BODY.replace("/memories", "/auth/keys"), " "))
        .startsWith("HTTP/1.1 408 ")
        .contains("application/problem+json");
  }

  @Test
  void chunks_that_trickle_in_end_at_a_deadline() throws IOException {
    String head =
        "POST /memories HTTP/1.1\r\n"
            + Stand.ALICE.replace("\n", "\r\n")
            + "Transfer-Encoding: chunked\r\n\r\n";

    assertThat(trickle(head, "1\r\n \r\n")).startsWith("HTTP/1.1 408 ");
    assertThat(trickle(head + "1;", "x")).startsWith("HTTP/1.1 408 ");
    assertThat(trickle(head + "0\r\nX: ", "x")).startsWith("HTTP/1.1 408 ");
  }

  // It was refused before its body came; what it still sends is dropped, but not for ever.
  @Test
  void a_stranger_cannot_go_on_sending() throws IOException {
    assertThat(trickle(HALF_A_BODY.replace("key-alice", "wrong"), " "))
        .startsWith("HTTP/1.1 401 ")
        .doesNotContain("HTTP/1.1 408 ");
  }

  @Test
  void a_connection_between_two_requests_may_wait_longer_than_a_head() throws IOException {
    try (RawClient idle = stand.connect()) {
      idle.send("GET /health HTTP/1.1\nHost: localhost\n\n");
      assertThat(idle.read().status()).isEqualTo(200);
      stand.exactly(HALF_A_HEAD); // returns when that head was given up
      idle.send("GET /health HTTP/1.1\nHost: localhost\n\n");

      assertThat(idle.read().status()).isEqualTo(200);
    }
  }

  @Test
  void heads_are_bounded() throws IOException {
    String field = "X-A: " + "a".repeat(40_000) + "\n";
    String fields = "X-A: a\n".repeat(6_000);

    for (String head : new String[] {field, fields, "X" + "-A".repeat(20_000) + ": a\n"}) {
      String request = "GET /auth/whoami HTTP/1.1\n" + Stand.ALICE + head + "\n";
      try (RawClient client = stand.connect()) {
        RawClient.Response response = client.send(request).read();

        assertThat(response.status()).isEqualTo(431);
        assertThat(response.has("Content-Type: application/problem+json")).isTrue();
      }
    }
  }

  private SocketChannel begin(String bytes) throws IOException {
    SocketChannel client =
        SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), stand.port()));
    client.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    return client;
  }

  private static String rest(SocketChannel client) throws IOException {
    return new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /// Sends a beginning, then `more` again and again whenever nothing came for a moment. Returns
  /// everything that came until the server closed.
  private String trickle(String beginning, String more) throws IOException {
    StringBuilder came = new StringBuilder();
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), stand.port())) {
      socket.setSoTimeout(20);
      socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      byte[] bytes = new byte[8_192];
      int count = 0;
      while (count >= 0) {
        came.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
        try {
          count = in.read(bytes);
        } catch (SocketTimeoutException _) {
          count = 0;
          socket.getOutputStream().write(more.getBytes(StandardCharsets.ISO_8859_1));
        }
      }
    }
    return came.toString();
  }
}
