package dev.memwarden.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlSocketTest {
  @TempDir Path data;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<AdminRequest> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void a_request_and_its_reply_arrive_whole() throws IOException {
    AdminRequest request =
        new AdminRequest(
            "default",
            Method.POST,
            "/admin/v1/users/a%2Fb/disable",
            Map.of("kind", "service"),
            Optional.of(Json.object().put("reason", "läuft ∞")));
    try (ControlSocket _ = ControlSocket.open(data, this::answer, timer)) {
      AdminReply reply = client().ask(request);

      assertThat(asked).containsExactly(request);
      assertThat(reply.status()).isEqualTo(201);
      assertThat(reply.body().path("long").stringValue()).hasSize(1 << 20);
    }
  }

  private AdminReply answer(AdminRequest request) {
    asked.add(request);
    return new AdminReply(201, Json.object().put("long", "x".repeat(1 << 20)));
  }

  @Test
  void many_clients_are_answered_at_once() throws IOException {
    try (ControlSocket _ = ControlSocket.open(data, this::answer, timer);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        threads.execute(() -> client().ask(AdminRequest.of("default", Method.GET, "/")));
      }
    }
    assertThat(asked).hasSize(100);
  }

  @Test
  void only_the_owner_may_open_the_socket() throws IOException {
    try (ControlSocket _ = ControlSocket.open(data, this::answer, timer)) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(data.resolve("control.sock"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void a_closed_socket_is_gone() throws IOException {
    ControlSocket.open(data, this::answer, timer).close();

    assertThat(ControlClient.connect(data)).isEmpty();
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void what_a_crashed_server_left_behind_is_no_server_and_no_obstacle() throws IOException {
    var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    left.bind(UnixDomainSocketAddress.of(data.resolve("control.sock"))).close();
    assertThat(data.resolve("control.sock")).exists();
    assertThat(ControlClient.connect(data)).isEmpty();

    try (ControlSocket _ = ControlSocket.open(data, this::answer, timer)) {
      assertThat(ControlClient.connect(data)).isPresent();
    }
  }

  @Test
  void a_folder_whose_path_is_too_long_for_a_socket_points_to_one_elsewhere() throws IOException {
    Path deep = Files.createDirectories(data.resolve("x".repeat(100)).resolve("y".repeat(100)));
    try (ControlSocket _ = ControlSocket.open(deep, this::answer, timer)) {
      Path socket = Path.of(Files.readString(deep.resolve("control.path")));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
          .isEqualTo("rwx------");

      AdminReply reply =
          ControlClient.connect(deep)
              .orElseThrow()
              .ask(AdminRequest.of("default", Method.GET, "/"));

      assertThat(reply.status()).isEqualTo(201);
    }
    assertThat(deep).isEmptyDirectory();
  }

  @Test
  void a_store_that_cannot_answer_is_503() throws IOException {
    Admin failing =
        _ -> {
          throw new StoreUnavailableException("disk full");
        };
    try (ControlSocket _ = ControlSocket.open(data, failing, timer)) {
      assertThat(client().ask(AdminRequest.of("default", Method.GET, "/")).status()).isEqualTo(503);
    }
  }

  @Test
  void a_bug_ends_the_conversation_and_not_the_server() throws IOException {
    Admin failing =
        request -> {
          if (request.path().equals("/bug")) {
            throw new IllegalStateException("bug");
          }
          return answer(request);
        };
    try (ControlSocket _ = ControlSocket.open(data, failing, timer)) {
      ControlClient client = client();
      AdminRequest bug = AdminRequest.of("default", Method.GET, "/bug");

      assertThatThrownBy(() -> client.ask(bug))
          .isInstanceOf(ControlException.class)
          .hasMessageContaining("ended the conversation");
      assertThat(client.ask(AdminRequest.of("default", Method.GET, "/")).status()).isEqualTo(201);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "null",
        "{}",
        "{\"method\":\"GET\",\"path\":\"/\"}",
        "{\"method\":\"get\",\"path\":\"/\",\"tenant\":\"default\"}",
        "{\"method\":\"GET\",\"path\":1,\"tenant\":\"default\"}",
        "{\"method\":\"GET\",\"path\":\"/\",\"tenant\":1}",
        "{\"method\":\"GET\",\"path\":\"/\",\"tenant\":\"default\",\"query\":{\"a\":[]}}",
        "{\"method\":\"GET\",\"path\":\"/\",\"path\":\"/\",\"tenant\":\"default\"}",
        "{\"method\":\"GET\",\"path\":\"/\",\"tenant\":\"default\"} {}",
      })
  void what_is_no_request_is_400_and_reaches_nobody(String text) throws IOException {
    try (ControlSocket _ = ControlSocket.open(data, this::answer, timer)) {
      assertThat(send(text)).startsWith("{\"status\":400,");
      assertThat(asked).isEmpty();
    }
  }

  private String send(String text) throws IOException {
    var address = UnixDomainSocketAddress.of(data.resolve("control.sock"));
    try (SocketChannel channel = SocketChannel.open(address)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.shutdownOutput();
      ByteBuffer reply = ByteBuffer.allocate(1000);
      while (channel.read(reply) >= 0) {
        assertThat(reply.hasRemaining()).isTrue();
      }
      return new String(reply.array(), 0, reply.position(), StandardCharsets.UTF_8);
    }
  }

  private ControlClient client() {
    return ControlClient.connect(data).orElseThrow();
  }
}
