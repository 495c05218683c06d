package dev.memwarden.cli;

import dev.memwarden.server.http.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the token commands that Redis AMS has too take, and how they print: `--format` says what
/// `-o` says elsewhere.
final class TokenFormat {
  static final String PATH = "/admin/v1/auth-tokens";

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "How to print the result (default: text), like -o.")
  private Common.@Nullable Output format;

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  TokenFormat(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  Common common() {
    return common;
  }

  /// All of them.
  Listing tokens() {
    return new Listing(common, PATH, "tokens");
  }

  boolean isJson() {
    return format == null ? common.isJson() : format == Common.Output.JSON;
  }

  void print(JsonNode result) {
    surroundings.out().println(Json.text(result));
  }

  /// One line for a person, or one document.
  void fail(String error) {
    if (isJson()) {
      print(Json.object().put("error", error));
    } else {
      surroundings.err().println(error);
    }
  }

  /// A token as Redis AMS prints it.
  ///
  /// @param status what it says about the state
  static ObjectNode json(JsonNode token, String status) {
    return Json.object()
        .put("hash", token.path("hash").asString())
        .put("description", TokenText.description(token))
        .put("created_at", TokenText.time(token, "created_at"))
        .put("expires_at", end(token))
        .put("status", status)
        .put("id", token.path("id").asString());
  }

  static @Nullable String end(JsonNode token) {
    return token.path("expires_at").isString() ? TokenText.time(token, "expires_at") : null;
  }

  Instant now() {
    return surroundings.clock().instant();
  }
}
