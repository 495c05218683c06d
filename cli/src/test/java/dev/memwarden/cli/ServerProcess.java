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
import java.util.stream.Collectors;

/// Memwarden as processes of their own, as the launcher starts them, over one data folder.
final class ServerProcess implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final List<Process> servers = new ArrayList<>();
  private String address = "";

  /// @param folder for data, logs and everything else
  ServerProcess(Path folder) {
    this.folder = folder;
  }

  Path data() {
    return folder.resolve("data");
  }

  /// What the servers have logged so far.
  String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  /// Starts a server and waits until it says where it listens.
  void serve(Map<String, String> settings) throws IOException {
    Process server = start(settings, folder.resolve("log"), "serve", "--port", "0", "-o", "json");
    servers.add(server);
    BufferedReader out = server.inputReader();
    String ready = out.readLine();
    assertThat(ready).as("see the log of the server").contains("\"address\":");
    address = ready.replaceFirst(".*\"address\":\"([^\"]+)\".*", "$1");
  }

  /// The server that was started last.
  Process server() {
    return servers.getLast();
  }

  /// Runs one command to its end.
  ///
  /// @return what it printed
  String run(Map<String, String> settings, String... args)
      throws IOException, InterruptedException {
    Path err = folder.resolve("err");
    Process process = start(settings, err, args);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(err)).isZero();
    return out;
  }

  /// Begins one command, whose end is the caller's to bring about.
  Process begin(String... args) throws IOException {
    Process process = start(Map.of(), folder.resolve("err"), args);
    servers.add(process);
    return process;
  }

  /// Runs one command that fails.
  ///
  /// @return what it said about that, without the log
  String fail(String... args) throws IOException, InterruptedException {
    Path err = Files.createTempFile(folder, "err", "");
    Process process = start(Map.of(), err, args);
    servers.add(process);
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    String said = Files.readString(err);
    assertThat(process.waitFor()).as(said).isEqualTo(1);
    return said.lines().filter(line -> !line.startsWith("{")).collect(Collectors.joining("\n"));
  }

  String get(String path, String key) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(address + path)), key);
  }

  String delete(String path, String key) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(address + path)).DELETE(), key);
  }

  String post(String path, String key, String body) throws IOException, InterruptedException {
    return send("POST", path, key, body);
  }

  String put(String path, String key, String body) throws IOException, InterruptedException {
    return send("PUT", path, key, body);
  }

  private String send(String method, String path, String key, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)),
        key);
  }

  /// @return status, a space, and the body
  private String send(HttpRequest.Builder request, String key)
      throws IOException, InterruptedException {
    if (!key.isEmpty()) {
      request.header("X-API-Key", key);
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
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
    command.add(data().toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MEMWARDEN_"));
    builder.environment().putAll(settings);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
    return builder.start();
  }

  private Path classPath() throws IOException {
    Path file = folder.resolve("classpath");
    return Files.writeString(file, "-cp \"" + System.getProperty("java.class.path") + "\"");
  }

  @Override
  public void close() {
    servers.forEach(Process::destroyForcibly);
    client.close();
  }
}
