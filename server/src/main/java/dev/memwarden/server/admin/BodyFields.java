package dev.memwarden.server.admin;

import dev.memwarden.auth.Axis;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Reads the fields of a JSON object one by one and remembers all that is wrong with them, a field
/// that nobody asked for among it.
final class BodyFields {
  static final int MAX_REASON = 500;

  /// Longest public id that is looked for.
  static final int MAX_ID = Axis.MAX_LENGTH;

  private final JsonNode object;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> asked = new HashSet<>();

  private BodyFields(JsonNode object) {
    this.object = object;
  }

  /// The fields of a body; none if there is no body.
  static BodyFields of(Call call) {
    if (call.body().length() == 0) {
      return new BodyFields(Json.object());
    }
    return switch (Json.parse(call.body().bytes())) {
      case Parsed.Value(var node) when node.isObject() -> new BodyFields(node);
      case Parsed.Value _ -> broken("must be a JSON object");
      case Parsed.Invalid(var position, _) -> broken("is no valid JSON at position " + position);
    };
  }

  private static BodyFields broken(String what) {
    BodyFields fields = new BodyFields(Json.object());
    fields.problems.add(new Problem(List.of("body"), "json_invalid", "the body " + what, ""));
    return fields;
  }

  /// Whether something is said about it, if only `null`.
  boolean has(String name) {
    return !child(name).isMissingNode();
  }

  Optional<String> text(String name) {
    JsonNode child = child(name);
    if (child.isMissingNode() || child.isNull()) {
      return Optional.empty();
    }
    if (!child.isString()) {
      wrong(name, "must be a string");
      return Optional.empty();
    }
    return Optional.of(child.stringValue());
  }

  /// An object.
  Optional<JsonNode> object(String name) {
    return Optional.of(child(name)).filter(JsonNode::isObject);
  }

  /// A text that means something.
  ///
  /// @param reader throws [IllegalArgumentException] if it does not
  <T> Optional<T> parsed(String name, Function<String, T> reader) {
    Optional<String> text = text(name);
    try {
      return text.map(reader);
    } catch (IllegalArgumentException e) {
      wrong(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /// A time as RFC 3339 writes it.
  Optional<Instant> time(String name) {
    return parsed(name, TimeText::parse);
  }

  /// The variable `id` of the path.
  String id(Call call) {
    String id = call.pathValue("id");
    if (id.length() > MAX_ID) {
      problems.add(
          new Problem(
              List.of("path", "id"),
              "value_error",
              "id: has at most " + MAX_ID + " characters",
              ""));
    }
    return id;
  }

  /// Whether something is so; not, if nothing is said.
  boolean flag(String name) {
    JsonNode child = child(name);
    if (!child.isMissingNode() && !child.isBoolean()) {
      wrong(name, "must be true or false");
    }
    return child.isBoolean() && child.booleanValue();
  }

  /// A whole number from 1 to `most`.
  Optional<Integer> count(String name, int most) {
    JsonNode child = child(name);
    if (child.isMissingNode() || child.isNull()) {
      return Optional.empty();
    }
    if (!child.isInt() || child.intValue() <= 0 || child.intValue() > most) {
      wrong(name, "must be a whole number from 1 to " + most);
      return Optional.empty();
    }
    return Optional.of(child.intValue());
  }

  /// Why something is ended, as its owner may read it later.
  String reason(String byDefault) {
    String reason = text("reason").orElse(byDefault);
    if (reason.length() > MAX_REASON || reason.chars().anyMatch(Character::isISOControl)) {
      wrong("reason", "must have at most " + MAX_REASON + " characters and no controls");
    }
    return reason;
  }

  void wrong(String name, String what) {
    problems.add(new Problem(List.of("body", name), "value_error", name + ": " + what, ""));
  }

  /// All that is wrong; to be asked for when every field has been read.
  List<Problem> problems() {
    List<Problem> all = new ArrayList<>(problems);
    for (String name : object.propertyNames()) {
      if (!asked.contains(name)) {
        all.add(new Problem(List.of("body", name), "extra_forbidden", "unknown field " + name, ""));
      }
    }
    return all;
  }

  private JsonNode child(String name) {
    asked.add(name);
    return object.path(name);
  }
}
