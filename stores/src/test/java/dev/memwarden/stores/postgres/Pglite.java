package dev.memwarden.stores.postgres;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.memwarden.stores.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A PostgreSQL with pgvector for tests: PGlite, which Node.js runs. Where there is no Node.js,
/// such tests cannot be run; before a change lands, there must be one.
final class Pglite implements AutoCloseable {
  private static final List<String> PACKAGES =
      List.of(
          "@electric-sql/pglite@0.5.14",
          "@electric-sql/pglite-socket@0.2.17",
          "@electric-sql/pglite-pgvector@0.0.15");

  private static final Path FOLDER = Path.of("target", "pglite");
  private static final String SCRIPT = "pglite.mjs";
  private static final String SAYS_WHERE = "listening ";
  private static final long INSTALL_MINUTES = 5;

  private final Process process;
  private final int port;

  private Pglite(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Pglite start() throws IOException, InterruptedException {
    boolean required = Boolean.getBoolean("memwarden.ci");
    assumeTrue(
        required || (Programs.find("node").isPresent() && Programs.find("npm").isPresent()),
        "there is no Node.js");
    install();
    Process process =
        new ProcessBuilder("node", SCRIPT)
            .directory(FOLDER.toFile())
            .redirectError(FOLDER.resolve("pglite.log").toFile())
            .start();
    BufferedReader said = process.inputReader();
    String line = said.readLine();
    if (line == null || !line.startsWith(SAYS_WHERE)) {
      process.destroyForcibly();
      throw new IllegalStateException("PGlite does not start: " + line);
    }
    return new Pglite(process, Integer.parseInt(line.substring(SAYS_WHERE.length())));
  }

  /// Its only database. Statements are not prepared: all connections are one session in it.
  String url() {
    return "postgresql://127.0.0.1:" + port + "/postgres?sslmode=disable&prepareThreshold=0";
  }

  // Several processes run tests in one folder.
  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    try (FileChannel file =
            FileChannel.open(
                FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = file.lock()) {
      try (InputStream script = Pglite.class.getResourceAsStream(SCRIPT)) {
        Files.copy(
            Objects.requireNonNull(script),
            FOLDER.resolve(SCRIPT),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Path installed = FOLDER.resolve("installed");
      String packages = String.join("\n", PACKAGES);
      if (Files.exists(installed) && Files.readString(installed).equals(packages)) {
        return;
      }
      List<String> command =
          new ArrayList<>(
              List.of("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", "."));
      command.addAll(PACKAGES);
      Process npm =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(FOLDER.resolve("npm.log").toFile())
              .start();
      if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
        npm.destroyForcibly();
        throw new IllegalStateException(
            "npm cannot install PGlite: " + Files.readString(FOLDER.resolve("npm.log")));
      }
      Files.writeString(installed, packages, StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
