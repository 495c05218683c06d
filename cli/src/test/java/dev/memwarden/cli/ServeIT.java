package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server as a process of its own, as the launcher starts it.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ServeIT {
  private static final String SEED_KEYS =
      "{\"sk-alice-test-key-12345\": \"alice\", \"sk-bob-test-key-67890\": \"bob\"}";
  private static final String ALICE = "sk-alice-test-key-12345";

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void the_requests_of_the_seed_get_its_answers() throws IOException, InterruptedException {
    String address = serve(Map.of("API_KEYS", SEED_KEYS));

    String test = "{\"messages\":[{\"role\":\"user\",\"content\":\"Test\"}],\"user_id\":\"%s\"}";
    assertThat(post(address + "/memories", "", test.formatted("alice")))
        .isEqualTo("403 {\"detail\":\"Not authenticated\"}");
    assertThat(post(address + "/memories", "invalid-key", test.formatted("alice")))
        .isEqualTo("401 {\"detail\":\"Invalid API key\"}");
    assertThat(
            post(
                address + "/memories",
                ALICE,
                "{\"messages\":[{\"role\":\"user\",\"content\":\"My name is Alice\"}],"
                    + "\"user_id\":\"alice\"}"))
        .startsWith("200 {\"added_memories\":[{")
        .endsWith("],\"message\":\"Memories added successfully\"}");
    assertThat(post(address + "/memories", ALICE, test.formatted("bob")))
        .isEqualTo(
            "403 {\"detail\":\"Access denied: You can only add memories for yourself"
                + " (authenticated as 'alice')\"}");
    assertThat(
            post(
                address + "/chat",
                ALICE,
                "{\"message\":\"What do you know about me?\",\"user_id\":\"alice\"}"))
        .startsWith("200 {\"response\":\"Based on your memories")
        .contains("\"memories_used\":1");
  }

  @Test
  void a_key_that_the_command_line_revoked_is_refused_at_once()
      throws IOException, InterruptedException {
    String address = serve(Map.of("API_KEYS", SEED_KEYS));
    String key = memwarden("key", "add", "--user", "carol").strip();
    assertThat(get(address + "/memories/carol", key)).startsWith("200 ");

    memwarden("key", "revoke", key.substring(4, 20), "--reason", "lost");

    assertThat(get(address + "/memories/carol", key))
        .isEqualTo("401 {\"detail\":\"Invalid API key\"}");
  }

  @Test
  void a_stopped_server_lets_go_of_its_folder_and_says_so()
      throws IOException, InterruptedException {
    serve(Map.of());
    Process server = processes.getFirst();
    server.toHandle().destroy();

    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(128 + 15);
    assertThat(folder.resolve("data/control.sock")).doesNotExist();
    assertThat(Files.readString(folder.resolve("log"))).contains("\"stopped\"");
    assertThat(memwarden("key", "list", "-o", "json")).contains("\"first start\"");
  }

  @Test
  void a_first_start_without_any_credential_leaves_an_admin_key_in_a_file()
      throws IOException, InterruptedException {
    String address = serve(Map.of());
    String log = Files.readString(folder.resolve("log"));
    String key = Files.readString(folder.resolve("data/first-admin-key")).strip();

    assertThat(log).contains("first-admin-key").doesNotContain(key);
    assertThat(get(address + "/memories/alice", key)).startsWith("200 ");
  }

  @Test
  void without_authentication_every_start_says_so() throws IOException, InterruptedException {
    String address = serve(Map.of("DISABLE_AUTH", "true"));

    assertThat(Files.readString(folder.resolve("log")))
        .contains("\"Authentication is DISABLED - suitable for development only\"");
    assertThat(get(address + "/memories/alice", "")).startsWith("200 ");
  }

  /// Starts a server and waits until it says where it listens.
  private String serve(Map<String, String> settings) throws IOException {
    Process server = start(settings, folder.resolve("log"), "serve", "--port", "0", "-o", "json");
    processes.add(server);
    BufferedReader out = server.inputReader();
    String ready = out.readLine();
    assertThat(ready).as("see the log of the server").contains("\"address\":");
    return ready.replaceFirst(".*\"address\":\"([^\"]+)\".*", "$1");
  }

  private String memwarden(String... args) throws IOException, InterruptedException {
    Process process = start(Map.of("API_KEYS", SEED_KEYS), folder.resolve("err"), args);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
    return out;
  }

  private Process start(Map<String, String> settings, Path err, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    // In a file: the embedding runtime does not survive a command line as long as this class path.
    command.add("@" + classPath());
    command.add("dev.memwarden.cli.Memwarden");
    command.addAll(Arrays.asList(args));
    command.add("--data");
    command.add(folder.resolve("data").toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MEMWARDEN_"));
    builder.environment().putAll(settings);
    builder.redirectError(err.toFile());
    return builder.start();
  }

  private Path classPath() throws IOException {
    Path file = folder.resolve("classpath");
    return Files.writeString(file, "-cp \"" + System.getProperty("java.class.path") + "\"");
  }

  private String get(String uri, String key) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(uri)), key);
  }

  private String post(String uri, String key, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(uri))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        key);
  }

  private String send(HttpRequest.Builder request, String key)
      throws IOException, InterruptedException {
    if (!key.isEmpty()) {
      request.header("X-API-Key", key);
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
