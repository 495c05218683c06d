package dev.memwarden.benchmarks.http;

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

/// Requests at full speed in a process of its own, each with another credential: by `wrk` over
/// connections that stay, or by [Guesses] with a new connection for each.
final class Flood {
  private static final int CREDENTIALS = 20_000;
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final String WHOAMI = "GET /auth/whoami ";
  private static final String REFRESH = "POST /auth/jwt-refresh ";

  /// With what credentials, and how.
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
    FOREIGN,
    /// Texts that look like tokens of a Redis AMS, while there are hashes that are to be
    /// recognised.
    REDIS_LIKE,
    /// Tokens of the shared secret with a signature that is none.
    SHARED_SECRET_FORGED,
    /// Tokens of the issuer under its known key, with a signature that is none.
    ISSUER_FORGED,
    /// Tokens of the issuer under a key that it does not have.
    ISSUER_UNKNOWN_KEY,
    /// Working tokens with a signature that is none.
    WORKING_FORGED,
    /// Refresh tokens with a signature that is none, to be traded.
    REFRESH_FORGED,
    /// Tokens without a signature.
    ALG_NONE,
    /// Encrypted tokens.
    JWE,
    /// Well-formed keys that were never issued, each on a new connection that is left at once.
    UNKNOWN_AND_GONE,
    /// The same, but connections are left only when the server ends them.
    UNKNOWN_AND_HELD;

    /// How it is called in tables.
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    boolean isByNewConnections() {
      return this == UNKNOWN_AND_GONE || this == UNKNOWN_AND_HELD;
    }
  }

  private final List<String> wrk;
  private final List<String> guesses;
  private final Path requests;
  private final Forged forged;

  /// @param wrk the command with everything but `-d`, such as `nice wrk -c 64 ... http://...`; its
  ///   script reads from the file `requests`
  /// @param guesses the command of [Guesses] with everything but `--seconds` and `--hold`
  Flood(List<String> wrk, List<String> guesses, Path requests, Forged forged) {
    this.wrk = List.copyOf(wrk);
    this.guesses = List.copyOf(guesses);
    this.requests = requests;
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
        throw new IllegalStateException("the flood does not end");
      }
      String said = Files.readString(output);
      Matcher rate = RATE.matcher(said);
      if (process.get().exitValue() != 0 || !rate.find()) {
        throw new IllegalStateException("the flood failed: " + said);
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
    Path output = Files.createTempFile("memwarden-benchmark", ".flood");
    if (kind == Kind.NONE) {
      return new Running(Optional.empty(), output);
    }
    Files.write(requests, Stream.generate(source(kind)).limit(CREDENTIALS).toList());
    ProcessBuilder builder = new ProcessBuilder(command(kind, seconds));
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    return new Running(Optional.of(builder.start()), output);
  }

  private List<String> command(Kind kind, int seconds) {
    List<String> words = new ArrayList<>(kind.isByNewConnections() ? guesses : wrk);
    if (kind.isByNewConnections()) {
      boolean hold = kind == Kind.UNKNOWN_AND_HELD;
      words.addAll(List.of("--seconds", Integer.toString(seconds), "--hold", "" + hold));
    } else {
      words.addAll(1 + words.indexOf("wrk"), List.of("-d", seconds + "s"));
    }
    return words;
  }

  /// Lines of method, path and credential.
  private Supplier<String> source(Kind kind) {
    return switch (kind) {
      case NONE, VALID -> () -> WHOAMI + forged.goodKey();
      case MALFORMED -> () -> WHOAMI + forged.keys().malformed();
      case UNKNOWN, UNKNOWN_AND_GONE, UNKNOWN_AND_HELD -> () -> WHOAMI + forged.keys().unknown();
      case WRONG_SECRET -> () -> WHOAMI + forged.keys().wrongSecret(forged.goodKey());
      case FOREIGN -> () -> WHOAMI + forged.keys().foreign();
      case REDIS_LIKE -> () -> WHOAMI + forged.redisLike();
      case SHARED_SECRET_FORGED -> () -> WHOAMI + forged.resigned("shared");
      case ISSUER_FORGED -> () -> WHOAMI + forged.resigned("issuer");
      case ISSUER_UNKNOWN_KEY -> () -> WHOAMI + forged.underAnotherKey("issuer");
      case WORKING_FORGED -> () -> WHOAMI + forged.resigned("working");
      case REFRESH_FORGED -> () -> REFRESH + forged.resigned("refresh");
      case ALG_NONE -> () -> WHOAMI + forged.unsigned();
      case JWE -> () -> WHOAMI + forged.encrypted();
    };
  }
}
