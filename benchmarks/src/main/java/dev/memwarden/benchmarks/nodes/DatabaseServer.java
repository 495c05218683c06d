package dev.memwarden.benchmarks.nodes;

import dev.memwarden.benchmarks.Options;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A PostgreSQL server on `--port` with its files in `--data`, with flushes as a database has them
/// that is meant to keep things. Runs until it is ended.
public final class DatabaseServer {
  private DatabaseServer() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = Options.of(arguments, Map.of("port", "", "data", ""));
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setPort(options.number("port"))
            .setDataDirectory(options.path("data"))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "200")
            .start()) {
      System.out.println("listens on port " + server.getPort());
      new CountDownLatch(1).await();
    }
  }
}
