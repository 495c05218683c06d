package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who has the data folder, and what may be done with it meanwhile.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FolderIT {
  private static final Map<String, String> SETTINGS =
      Map.of("API_KEYS", "{\"sk-alice-test-key-12345\": \"alice\"}");
  private static final String ALICE = "sk-alice-test-key-12345";

  @TempDir Path folder;

  private ServerProcess memwarden;

  @BeforeEach
  void prepare() {
    memwarden = new ServerProcess(folder);
  }

  @AfterEach
  void stop() {
    memwarden.close();
  }

  @Test
  void the_index_is_rebuilt_while_the_server_runs_and_when_it_does_not()
      throws IOException, InterruptedException {
    memwarden.serve(SETTINGS);
    for (String text : List.of("I play tennis", "I live in Paris", "My cat is called Tom")) {
      String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"user_id\":\"alice\"}";
      assertThat(memwarden.post("/memories", ALICE, body.formatted(text))).startsWith("200 ");
    }

    assertThat(memwarden.run(SETTINGS, "index", "rebuild", "-o", "json").strip())
        .isEqualTo("{\"indexed\":3}");
    assertThat(Files.readString(folder.resolve("err"))).contains("100 %  3 of 3");
    assertThat(
            memwarden.post(
                "/chat", ALICE, "{\"message\":\"Do I play tennis?\",\"user_id\":\"alice\"}"))
        .startsWith("200 ")
        .contains("I play tennis");

    memwarden.server().toHandle().destroy();
    assertThat(memwarden.server().waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(memwarden.run(SETTINGS, "index", "rebuild").strip())
        .isEqualTo("Indexed 3 memories.");
  }

  @Test
  void an_address_in_use_is_one_line_and_lets_go_of_the_folder()
      throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();

      assertThat(memwarden.fail("serve", "--port", Integer.toString(port)))
          .isEqualTo(
              "memwarden: cannot listen on 127.0.0.1:%d: address already in use; choose another"
                  + " with --port",
              port);
    }
    assertThat(memwarden.run(Map.of(), "user", "list", "-o", "json").strip()).isEqualTo("[]");
  }

  @Test
  void a_second_server_on_the_folder_says_who_has_it() throws IOException, InterruptedException {
    memwarden.serve(SETTINGS);
    long holder = memwarden.server().pid();

    assertThat(memwarden.fail("serve", "--port", "0"))
        .isEqualTo(
            "memwarden: data folder %s is in use by another process (pid %d)",
            memwarden.data(), holder);
  }
}
