package dev.memwarden.server.own;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Secret;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.oauth.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// What the body of a handshake says; there need not be one.
///
/// @param token `refresh_token`
/// @param scope `scope`, as actions
/// @param problems all that is wrong with it
record HandshakeBody(Optional<Secret> token, Optional<Set<Action>> scope, List<Problem> problems) {
  private static final String TOKEN = "refresh_token";
  private static final String SCOPE = "scope";

  static final Set<String> SCOPE_ALONE = Set.of(SCOPE);
  static final Set<String> TOKEN_ALONE = Set.of(TOKEN);
  static final Set<String> WITH_TOKEN = Set.of(TOKEN, SCOPE);

  /// Reads a body that may have these fields.
  static HandshakeBody read(Body body, Set<String> fields) {
    if (body.length() == 0) {
      return new HandshakeBody(Optional.empty(), Optional.empty(), List.of());
    }
    return switch (Json.parse(body.bytes())) {
      case Parsed.Invalid(int position, String message) ->
          wrong(new Problem(List.of("body", position), "json_invalid", message, none()));
      case Parsed.Value(JsonNode node) when !node.isObject() ->
          wrong(new Problem(List.of("body"), "object_type", "must be an object", none()));
      case Parsed.Value(JsonNode node) -> read(node, fields);
    };
  }

  private static HandshakeBody read(JsonNode node, Set<String> fields) {
    List<Problem> problems = new ArrayList<>();
    for (String name : node.propertyNames()) {
      if (!fields.contains(name)) {
        problems.add(problem(name, "extra_forbidden", "is not known here"));
      } else if (!node.path(name).isString() || node.path(name).stringValue().isEmpty()) {
        problems.add(problem(name, "string_type", "must be text"));
      }
    }
    Optional<String> words = text(node, SCOPE);
    Optional<Set<Action>> scope = words.flatMap(Scopes::parse);
    if (problems.isEmpty() && words.isPresent() && scope.isEmpty()) {
      problems.add(problem(SCOPE, "value_error", "has a word that is no action"));
    }
    return new HandshakeBody(text(node, TOKEN).map(Secret::of), scope, List.copyOf(problems));
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.of(node.path(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
  }

  private static HandshakeBody wrong(Problem problem) {
    return new HandshakeBody(Optional.empty(), Optional.empty(), List.of(problem));
  }

  private static Problem problem(String name, String type, String message) {
    return new Problem(List.of("body", name), type, message, none());
  }

  private static JsonNode none() {
    return NullNode.getInstance();
  }
}
