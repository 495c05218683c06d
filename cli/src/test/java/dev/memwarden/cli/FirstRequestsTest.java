package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FirstRequestsTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void health_and_whoami_are_asked_for_whatever_the_answer() {
    answer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");

    FirstRequests.ask(address());

    assertThat(asked).containsExactly("GET /health HTTP/1.1", "GET /auth/whoami HTTP/1.1");
  }

  @Test
  void a_server_that_answers_nothing_is_a_fault() {
    answer("");

    assertThatThrownBy(() -> FirstRequests.ask(address()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(address().toString());
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void answer(String reply) {
    Thread.startVirtualThread(() -> {
      while (!server.isClosed()) {
        try (Socket client = server.accept()) {
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
          asked.add(in.readLine());
          while (!in.readLine().isEmpty()) {
            // the rest of the head
          }
          client.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
          return; // closed with the test
        }
      }
    });
  }
}
