package dev.memwarden.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Runs commands in a folder of their own, at a time that the test sets.
final class CommandLineFixture {
  final Path folder;
  final Map<String, String> environment = new HashMap<>();
  String input = "";
  Instant now = Instant.parse("2026-11-24T12:00:00.250Z");

  CommandLineFixture(Path folder) {
    this.folder = folder;
  }

  record Result(int code, String out, String err) {
    JsonNode json() {
      return ((Parsed.Value) Json.parse(out)).node();
    }
  }

  Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Memwarden.run(
            args,
            new Surroundings(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                new BufferedReader(new StringReader(input)),
                false,
                environment,
                folder,
                () -> now));
    return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
  }
}
