package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "revoke", description = "End a token for good, at once.")
final class TokenRevoke implements Callable<Integer> {
  @Parameters(
      paramLabel = "TOKEN",
      description = "The token, or its id as whoami and the log show it.")
  private String token = "";

  @Option(names = "--reason", description = "Why.")
  private @Nullable String reason;

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  TokenRevoke(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    ObjectNode body = Json.object().put("token", token);
    if (reason != null) {
      body.put("reason", reason);
    }
    AdminRequest request = common.request(Method.POST, "/admin/v1/tokens/revoke").with(body);
    return common.ask(
        request,
        revoked ->
            surroundings.out().println("Token " + revoked.path("id").asString() + " is revoked."));
  }
}
