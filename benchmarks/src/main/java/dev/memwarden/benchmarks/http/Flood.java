package dev.memwarden.benchmarks.http;

import dev.memwarden.benchmarks.ForgedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Requests at full speed by `wrk`, in a process of its own, each with another key.
final class Flood {
  private static final int KEYS = 20_000;
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

  /// With what keys.
  enum Kind {
    /// No flood at all: what the others are compared with.
    NONE,
    /// The same with a good key, for comparison: what any crowd at full speed costs.
    VALID,
    /// Mistyped keys.
    MALFORMED,
    /// Well-formed keys that were never issued.
    UNKNOWN,
    /// The id of an issued key with another secret.
    WRONG_SECRET,
    /// Keys of some other system.
    FOREIGN;

    /// How it is called in tables.
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private final List<String> command;
  private final Path keys;
  private final String good;
  private final ForgedKeys forged;

  /// @param command `wrk` with everything but `-d`, such as `nice wrk -c 64 ... http://...`; its
  ///   script reads keys from the file `keys`
  /// @param good a key that was issued
  Flood(List<String> command, Path keys, String good, ForgedKeys forged) {
    this.command = List.copyOf(command);
    this.keys = keys;
    this.good = good;
    this.forged = forged;
  }

  /// One that runs, or none at all.
  record Running(Optional<Process> process, Path output) {

    /// Waits for its end.
    ///
    /// @return requests a second
    double join() throws IOException, InterruptedException {
      if (process.isEmpty()) {
        return 0;
      }
      if (!process.get().waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("wrk does not end");
      }
      String said = Files.readString(output);
      Matcher rate = RATE.matcher(said);
      if (process.get().exitValue() != 0 || !rate.find()) {
        throw new IllegalStateException("wrk failed: " + said);
      }
      return Double.parseDouble(rate.group(1));
    }

    /// Ends it if it runs, and removes what it wrote.
    void stop() throws IOException {
      process.ifPresent(Process::destroyForcibly);
      Files.deleteIfExists(output);
    }
  }

  /// Starts one.
  Running start(Kind kind, int seconds) throws IOException {
    Path output = Files.createTempFile("memwarden-benchmark", ".wrk");
    if (kind == Kind.NONE) {
      return new Running(Optional.empty(), output);
    }
    Files.write(keys, Stream.generate(source(kind)).limit(KEYS).toList());
    List<String> words = new ArrayList<>(command);
    words.addAll(1 + words.indexOf("wrk"), List.of("-d", seconds + "s"));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    return new Running(Optional.of(builder.start()), output);
  }

  private Supplier<String> source(Kind kind) {
    return switch (kind) {
      case NONE, VALID -> () -> good;
      case MALFORMED -> forged::malformed;
      case UNKNOWN -> forged::unknown;
      case WRONG_SECRET -> () -> forged.wrongSecret(good);
      case FOREIGN -> forged::foreign;
    };
  }
}
