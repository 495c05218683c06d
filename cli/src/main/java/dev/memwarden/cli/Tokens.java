package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
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

  /// Does something with all tokens.
  ///
  /// @return its exit code, or that of a failure, which was explained
  int read(ToIntFunction<List<JsonNode>> use) {
    AdminReply reply = format.common().reply(format.common().request(Method.GET, TokenFormat.PATH));
    if (!reply.isSuccess()) {
      surroundings.err().println("memwarden: " + reply.detail());
      return ExitCode.SOFTWARE;
    }
    List<JsonNode> tokens = new ArrayList<>();
    reply.body().forEach(tokens::add);
    return use.applyAsInt(tokens);
  }

  /// Does something with the one token that `name` names: the beginning of its id, or else of its
  /// hash.
  ///
  /// @return its exit code, or that of a failure, which was explained
  int one(String name, ToIntFunction<JsonNode> use) {
    return read(tokens -> {
      List<JsonNode> matches = matching(tokens, starts("id", name));
      if (matches.isEmpty()) {
        matches = matching(tokens, starts("hash", name));
      }
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
    });
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

  private static List<JsonNode> matching(List<JsonNode> tokens, Predicate<JsonNode> test) {
    return tokens.stream().filter(test).toList();
  }

  private static Predicate<JsonNode> starts(String field, String name) {
    return token -> !name.isEmpty() && token.path(field).asString().startsWith(name);
  }
}
