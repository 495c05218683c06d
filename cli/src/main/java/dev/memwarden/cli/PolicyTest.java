package dev.memwarden.cli;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "test", description = "Say what a policy decides, and why.")
final class PolicyTest implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "WHO",
      description = "Such as user:alice or service:ingest.")
  private String who = "";

  @Parameters(index = "1", paramLabel = "ACTION", description = "Such as memory:read.")
  private String action = "";

  @Parameters(
      index = "2",
      paramLabel = "PLACE",
      arity = "0..1",
      description = "tenant/user/agent/session/label, such as default/bob (default: anywhere).")
  private @Nullable String place;

  @Option(names = "--agent", paramLabel = "ID", description = "With a key that names this agent.")
  private @Nullable String agent;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Ask this policy instead of the one in force.")
  private @Nullable Path file;

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  PolicyTest(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    ObjectNode question = Json.object().put("principal", who).put("action", action);
    if (place != null) {
      question.put("place", place);
    }
    if (agent != null) {
      question.put("agent", agent);
    }
    if (file != null) {
      question.put("text", PolicyFile.read(surroundings, file));
    }
    return common.ask(
        common.request(Method.POST, PolicyShow.POLICY + "/test").with(question),
        answer ->
            answer
                .path("explanation")
                .forEach(line -> surroundings.out().println(line.asString())));
  }
}
