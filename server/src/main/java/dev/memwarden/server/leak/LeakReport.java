package dev.memwarden.server.leak;

import dev.memwarden.auth.Secret;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// What a code host reports: `[{"token": …, "type": …, "url": …}, …]`. Other fields are passed
/// over, as hosts add some.
///
/// @param leaks in the order of the report; the same text may come several times
public record LeakReport(List<Leak> leaks) {

  /// Most texts of one report.
  public static final int MAX_LEAKS = 10_000;

  /// Most mistakes that are listed.
  static final int MAX_PROBLEMS = 16;

  private static final String TOKEN = "token";
  private static final String TYPE = "type";
  private static final String URL = "url";

  public LeakReport {
    leaks = List.copyOf(leaks);
  }

  /// How reading ends.
  public sealed interface Reading {

    /// With a report.
    record Read(LeakReport report) implements Reading {}

    /// It makes no sense; nothing of it is repeated here.
    record Malformed(List<Problem> problems) implements Reading {
      public Malformed {
        problems = List.copyOf(problems);
      }
    }

    /// It has more than [#MAX_LEAKS] texts.
    record TooMany() implements Reading {}
  }

  /// Reads all of a report, or nothing.
  public static Reading read(Body body) {
    return switch (Json.parse(body.bytes())) {
      // Not the parser's words: they may quote what was sent.
      case Parsed.Invalid(int position, _) ->
          malformed(new Problem(List.of("body", position), "json_invalid", "is no JSON", none()));
      case Parsed.Value(JsonNode node) when !node.isArray() ->
          malformed(new Problem(List.of("body"), "list_type", "must be a list", none()));
      case Parsed.Value(JsonNode node) when node.size() > MAX_LEAKS -> new Reading.TooMany();
      case Parsed.Value(JsonNode node) -> read(node);
    };
  }

  private static Reading read(JsonNode items) {
    List<Leak> leaks = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < items.size() && problems.size() < MAX_PROBLEMS; i++) {
      JsonNode item = items.path(i);
      List<Problem> wrong = problems(i, item);
      if (wrong.isEmpty()) {
        leaks.add(
            Leak.of(Secret.of(item.path(TOKEN).stringValue()), text(item, TYPE), text(item, URL)));
      } else {
        problems.addAll(wrong);
      }
    }
    return problems.isEmpty()
        ? new Reading.Read(new LeakReport(leaks))
        : new Reading.Malformed(problems.stream().limit(MAX_PROBLEMS).toList());
  }

  private static List<Problem> problems(int index, JsonNode item) {
    if (!item.isObject()) {
      return List.of(
          new Problem(List.of("body", index), "object_type", "must be an object", none()));
    }
    List<Problem> problems = new ArrayList<>();
    if (!item.has(TOKEN)) {
      problems.add(problem(index, TOKEN, "missing", "is missing"));
    } else if (!item.path(TOKEN).isString() || item.path(TOKEN).stringValue().isEmpty()) {
      problems.add(problem(index, TOKEN, "string_type", "must be text, and not empty"));
    }
    for (String name : List.of(TYPE, URL)) {
      JsonNode value = item.path(name);
      if (!value.isMissingNode() && !value.isNull() && !value.isString()) {
        problems.add(problem(index, name, "string_type", "must be text"));
      }
    }
    return problems;
  }

  private static Optional<String> text(JsonNode item, String name) {
    return Optional.of(item.path(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
  }

  private static Reading malformed(Problem problem) {
    return new Reading.Malformed(List.of(problem));
  }

  private static Problem problem(int index, String name, String type, String message) {
    return new Problem(List.of("body", index, name), type, message, none());
  }

  private static JsonNode none() {
    return NullNode.getInstance();
  }
}
