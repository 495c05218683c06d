package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rotate",
    description =
        "Make a successor of a key and print it, this once. The old key works on for the grace.")
final class KeyRotate implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The public id of the key.")
  private String id = "";

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "How long the old key works on (default: 24h), never past its own end.")
  private Duration grace = Duration.ofHours(24);

  @Mixin private final Common common;

  private final Surroundings surroundings;

  KeyRotate(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Common(surroundings);
  }

  @Override
  public Integer call() {
    AdminRequest request =
        common
            .request(Method.POST, KeyAdd.KEYS + "/" + AdminRequest.segment(id) + "/rotate")
            .with(Json.object().put("grace_seconds", grace.toSeconds()));
    return common.ask(
        request,
        key -> {
          surroundings.out().println(key.path("key").asString());
          surroundings
              .err()
              .println(
                  "Key "
                      + key.path("id").asString()
                      + " replaces "
                      + id
                      + ". It is shown this once: keep it safe.");
        });
  }
}
