package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "remove",
    description = "Revoke one of them. A running server refuses it from this moment on.")
final class TokenRemove implements Callable<Integer> {
  @Parameters(paramLabel = "TOKEN", description = "How its id begins, or else its hash.")
  private String name = "";

  @Option(
      names = {"-f", "--force"},
      description = "Do not ask.")
  private boolean force;

  @Mixin private final TokenFormat format;

  private final Surroundings surroundings;

  TokenRemove(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.format = new TokenFormat(surroundings);
  }

  @Override
  public Integer call() {
    return new Tokens(format, surroundings).one(name, this::remove);
  }

  private int remove(JsonNode token) {
    if (!format.isJson()) {
      surroundings.out().println("Token to remove:");
      surroundings.out().println("  Description: " + TokenText.description(token));
      surroundings.out().println("  Created: " + TokenText.time(token, "created_at"));
    }
    if (!force && !isConfirmed()) {
      format.fail("Token removal cancelled.");
      return ExitCode.SOFTWARE;
    }
    AdminReply reply =
        format
            .common()
            .reply(
                format
                    .common()
                    .request(
                        Method.POST,
                        KeyAdd.KEYS
                            + "/"
                            + AdminRequest.segment(token.path("id").asString())
                            + "/revoke")
                    .with(Json.object().put("reason", "removed")));
    if (!reply.isSuccess()) {
      surroundings.err().println("memwarden: " + reply.detail());
      return ExitCode.SOFTWARE;
    }
    if (format.isJson()) {
      format.print(TokenFormat.json(token, "REMOVED"));
    } else {
      surroundings.out().println("Token removed successfully.");
    }
    return ExitCode.OK;
  }

  /// Whether the answer is yes; the end of the input is not.
  private boolean isConfirmed() {
    surroundings.err().print("Are you sure you want to remove this token? [y/N]: ");
    surroundings.err().flush();
    try {
      String answer = surroundings.in().readLine();
      return answer != null && answer.strip().matches("(?i)y(es)?");
    } catch (IOException e) {
      throw new UncheckedIOException("the answer cannot be read", e);
    }
  }
}
