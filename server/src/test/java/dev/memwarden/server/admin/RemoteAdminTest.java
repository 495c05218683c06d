package dev.memwarden.server.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Secret;
import dev.memwarden.server.admin.RemoteAdmin.Patience;
import dev.memwarden.server.http.Method;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that takes its time. Without a bound a test would never end, so each has one.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RemoteAdminTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n";
  private static final Duration INSTANT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofHours(1);

  private ServerSocket listener;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  /// Says this to one client, whatever it wants, and then nothing more until that goes away.
  private void say(String text) {
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              try (Socket client = listener.accept()) {
                client.getOutputStream().write(text.getBytes(US_ASCII));
                while (client.getInputStream().read() >= 0) {
                  Thread.onSpinWait();
                }
              } catch (IOException _) {
                Thread.currentThread().interrupt(); // it went away
              }
            });
  }

  private AdminReply ask(Patience patience, AdminRequest request) {
    RemoteServer server = RemoteServer.parse("http://127.0.0.1:" + listener.getLocalPort(), false);
    try (RemoteAdmin admin =
        RemoteAdmin.of(server, Secret.of("sks-secret"), Optional.empty(), patience)) {
      return admin.ask(request);
    }
  }

  private static AdminRequest to(Method method, String path) {
    return AdminRequest.of("default", method, path);
  }

  @Test
  void one_that_says_nothing_is_not_waited_for_for_ever() {
    say("");
    AdminRequest list = to(Method.GET, "/admin/v1/keys");
    Patience patience = new Patience(INSTANT, LONG);

    assertThatThrownBy(() -> ask(patience, list))
        .isInstanceOf(ControlException.class)
        .hasMessageContaining("has not answered in");
  }

  @Test
  void neither_is_one_that_stops_after_its_head() {
    say(HEAD + "{");
    AdminRequest list = to(Method.GET, "/admin/v1/keys");
    Patience patience = new Patience(Duration.ofMillis(200), LONG);

    assertThatThrownBy(() -> ask(patience, list))
        .isInstanceOf(ControlException.class)
        .hasMessageContaining("has not answered in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin/v1/audit/verify", "/admin/v1/users/user:alice/delete"})
  void one_that_goes_over_all_there_is_is_given_the_time_for_it(String path) {
    say(HEAD + "{}");

    AdminReply reply = ask(new Patience(Duration.ZERO, LONG), to(Method.POST, path));

    assertThat(reply.status()).isEqualTo(200);
  }
}
