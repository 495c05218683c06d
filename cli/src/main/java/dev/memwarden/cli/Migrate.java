package dev.memwarden.cli;

import dev.memwarden.server.Migration;
import dev.memwarden.server.http.Json;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

@Command(
    name = "migrate",
    description = {
      "Move everything from the data folder into the PostgreSQL database that postgres.url names.",
      "No server may run on either. Whatever stops it, run it again: it goes on where it was. When"
          + " both say the same, the folder is not served any more."
    })
final class Migrate implements Callable<Integer> {
  @Mixin private final Common common;

  private final Surroundings surroundings;

  Migrate(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Common(surroundings);
  }

  @Override
  public Integer call() {
    common.requireHere();
    Administration.requireFolder(common.data());
    ProgressBar copying = new ProgressBar("Copying", surroundings.err(), surroundings.terminal());
    ProgressBar checking = new ProgressBar("Checking", surroundings.err(), surroundings.terminal());
    boolean done = false;
    try {
      long rows =
          Migration.run(
              common.store(),
              surroundings.clock(),
              new SecureRandom(),
              copying::at,
              (compared, all) -> {
                copying.end();
                checking.at(compared, all);
              });
      done = true;
      checking.end();
      common.print(
          Json.object().put("rows", rows),
          result ->
              surroundings
                  .out()
                  .println(
                      "Moved "
                          + result.path("rows").asLong()
                          + " rows, and found the same on both sides. The folder is not served any"
                          + " more; its master.key is what servers need now."));
      return ExitCode.OK;
    } finally {
      if (!done) {
        copying.end();
      }
    }
  }
}
