package dev.memwarden.cli;

import dev.memwarden.server.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import picocli.CommandLine.ExitCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds tokens by what people type to name one.
final class Tokens {
  // From that length on, Redis AMS took a name for a whole hash.
  private static final int WHOLE = 16;

  private final TokenFormat format;
  private final Surroundings surroundings;

  Tokens(TokenFormat format, Surroundings surroundings) {
    this.format = format;
    this.surroundings = surroundings;
  }

  /// Does something with the one token that `name` names: the beginning of its id, or else of its
  /// hash.
  ///
  /// @return its exit code, or that of a failure, which was explained
  int one(String name, ToIntFunction<JsonNode> use) {
    List<JsonNode> byId = new ArrayList<>();
    List<JsonNode> byHash = new ArrayList<>();
    int code =
        format
            .tokens()
            .read(page -> {
              page.values().stream().filter(starts("id", name)).forEach(byId::add);
              page.values().stream().filter(starts("hash", name)).forEach(byHash::add);
            });
    if (code != ExitCode.OK) {
      return code;
    }
    List<JsonNode> matches = byId.isEmpty() ? byHash : byId;
    return switch (matches.size()) {
      case 0 -> {
        format.fail(
            name.length() < WHOLE
                ? "No token found matching '" + name + "'"
                : "Token not found: " + name);
        yield ExitCode.SOFTWARE;
      }
      case 1 -> use.applyAsInt(matches.getFirst());
      default -> {
        several(name, matches);
        yield ExitCode.SOFTWARE;
      }
    };
  }

  private void several(String name, List<JsonNode> matches) {
    String error = "Multiple tokens match '" + name + "'";
    if (!format.isJson()) {
      surroundings.err().println(error + ":");
      matches.forEach(token ->
          surroundings
              .err()
              .println("  " + TokenText.masked(token) + "  " + token.path("id").asString()));
      return;
    }
    ObjectNode json = Json.object().put("error", error);
    ArrayNode ids = json.putArray("matches");
    matches.forEach(token -> ids.add(token.path("id").asString()));
    format.print(json);
  }

  private static Predicate<JsonNode> starts(String field, String name) {
    return token -> !name.isEmpty() && token.path(field).asString().startsWith(name);
  }
}
