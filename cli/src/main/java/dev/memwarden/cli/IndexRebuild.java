package dev.memwarden.cli;

import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.server.InvalidConfigurationException;
import dev.memwarden.server.http.Json;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

@Command(
    name = "rebuild",
    description =
        "Make the search index anew from the stored memories, while no server runs on the folder.")
final class IndexRebuild implements Callable<Integer> {
  @Mixin private final Common common;

  private final Surroundings surroundings;

  IndexRebuild(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Common(surroundings);
  }

  @Override
  public Integer call() {
    Configuration.Store store = common.store();
    if (!Files.isDirectory(store.data())) {
      throw new InvalidConfigurationException(
          "there is no data folder " + store.data() + "; name one with --data");
    }
    ProgressBar bar = new ProgressBar(surroundings.err(), surroundings.terminal());
    Instance.rebuildIndex(store, surroundings.clock(), new SecureRandom(), bar::at);
    bar.end();
    common.print(
        Json.object().put("indexed", bar.total()),
        result ->
            surroundings
                .out()
                .println("Indexed " + result.path("indexed").asLong() + " memories."));
    return ExitCode.OK;
  }
}
