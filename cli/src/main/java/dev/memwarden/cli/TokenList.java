package dev.memwarden.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
    name = "list",
    description = "Show all stored API keys that are not revoked, as Redis AMS shows tokens.")
final class TokenList implements Callable<Integer> {
  @Mixin private final TokenFormat format;

  private final Surroundings surroundings;
  private boolean any; // has been printed

  TokenList(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.format = new TokenFormat(surroundings);
  }

  @Override
  public Integer call() {
    Listing tokens = format.tokens();
    if (format.isJson()) {
      return tokens.print(token -> TokenFormat.json(token, status(token)));
    }
    int code = tokens.read(page -> page.forEach(this::print));
    if (code == ExitCode.OK && !any) {
      surroundings.out().println("No tokens found.");
    }
    return code;
  }

  private void print(JsonNode token) {
    if (!any) {
      TokenText.heading(surroundings.out());
      any = true;
    }
    TokenText.listed(token, surroundings.out());
  }

  private String status(JsonNode token) {
    return token.path("expires_at").isString()
        ? TokenText.state(token, format.now())
        : "Never Expires";
  }
}
