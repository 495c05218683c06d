package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.admin.ControlSocket;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdministrationTest {

  @Test
  void a_running_server_is_reached_without_any_secret(@TempDir Path data) throws IOException {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (var _ =
        ControlSocket.open(
            data,
            request -> new AdminReply(200, Json.object().put("path", request.path())),
            timer)) {
      AdminReply reply =
          Administration.ask(
              data,
              () -> {
                throw new AssertionError("asked for the settings of a store");
              },
              InstantSource.system(),
              AdminRequest.of("default", Method.GET, "/admin/v1/keys"));

      assertThat(reply.body().path("path").asString()).isEqualTo("/admin/v1/keys");
    } finally {
      timer.shutdownNow();
    }
  }
}
