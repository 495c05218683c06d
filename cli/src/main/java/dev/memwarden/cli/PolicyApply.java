package dev.memwarden.cli;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "apply", description = "Put a policy text in force, at once.")
final class PolicyApply implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The policy; see docs/policy.md.")
  private Path file = Path.of("");

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  PolicyApply(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    String text = PolicyFile.read(surroundings, file);
    return common.ask(
        common.request(Method.PUT, PolicyShow.POLICY).with(Json.object().put("text", text)),
        policy ->
            surroundings
                .out()
                .println("Version " + policy.path("version").asInt() + " is in force."));
  }
}
