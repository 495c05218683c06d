package dev.memwarden.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// What a command meets outside of its arguments.
///
/// @param out for the result, and nothing else
/// @param err for everything that a person should know besides
/// @param in for answers to questions
/// @param terminal whether a person watches
/// @param folder that relative paths are taken from, and settings are looked for in
record Surroundings(
    PrintStream out,
    PrintStream err,
    BufferedReader in,
    boolean terminal,
    Map<String, String> environment,
    Path folder,
    InstantSource clock) {

  /// Those of this process.
  static Surroundings ofProcess(PrintStream out, PrintStream err) {
    Console console = System.console();
    return new Surroundings(
        out,
        err,
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        console != null && console.isTerminal(),
        System.getenv(),
        Path.of("").toAbsolutePath(),
        InstantSource.system());
  }
}
