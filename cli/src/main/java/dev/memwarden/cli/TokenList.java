package dev.memwarden.cli;

import dev.memwarden.server.http.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Command(
    name = "list",
    description = "Show all stored API keys that are not revoked, as Redis AMS shows tokens.")
final class TokenList implements Callable<Integer> {
  @Mixin private final TokenFormat format;

  private final Surroundings surroundings;

  TokenList(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.format = new TokenFormat(surroundings);
  }

  @Override
  public Integer call() {
    return new Tokens(format, surroundings)
        .read(tokens -> {
          if (format.isJson()) {
            ArrayNode all = Json.array();
            tokens.forEach(token -> all.add(TokenFormat.json(token, status(token))));
            format.print(all);
          } else {
            TokenText.list(tokens, surroundings.out());
          }
          return 0;
        });
  }

  private String status(JsonNode token) {
    return token.path("expires_at").isString()
        ? TokenText.state(token, format.now())
        : "Never Expires";
  }
}
