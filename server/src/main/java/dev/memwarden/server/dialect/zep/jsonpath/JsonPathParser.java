package dev.memwarden.server.dialect.zep.jsonpath;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads the text of a [JsonPath].
public final class JsonPathParser {

  /// Deepest nesting of conditions.
  private static final int MAX_DEPTH = 16;

  private static final List<String> METHODS = List.of("like_regex", "is unknown");

  private final PathScanner scanner;

  private JsonPathParser(String text) {
    this.scanner = new PathScanner(text);
  }

  /// The outcome of reading a text.
  public sealed interface Outcome {

    /// A path.
    record Read(JsonPath path) implements Outcome {}

    /// No path that is read here.
    ///
    /// @param why what is wrong, and where, for a person
    record Refused(String why) implements Outcome {}
  }

  /// Reads a path such as `$.system.entities[*] ? (@.label == "ORG")`.
  public static Outcome read(String text) {
    if (text.length() > JsonPath.MAX_LENGTH) {
      return new Outcome.Refused("a path has at most " + JsonPath.MAX_LENGTH + " characters");
    }
    try {
      return new Outcome.Read(new JsonPathParser(text).whole());
    } catch (PathScanner.Mistake e) {
      return new Outcome.Refused(e.what());
    }
  }

  private JsonPath whole() throws PathScanner.Mistake {
    scanner.word("lax");
    if (scanner.word("strict")) {
      throw scanner.mistake("the strict mode is not supported");
    }
    scanner.need("$");
    JsonPath path = path(0);
    if (!scanner.atEnd()) {
      // Such an expression has a value, true or false: it would be there for every document.
      throw scanner.mistake("a condition stands in a filter: $ ? (@.name == \"value\")");
    }
    return path;
  }

  private JsonPath path(int depth) throws PathScanner.Mistake {
    List<Step> steps = new ArrayList<>();
    while (true) {
      if (scanner.take(".")) {
        steps.add(member());
      } else if (scanner.take("[")) {
        steps.add(elements());
      } else if (scanner.take("?")) {
        scanner.need("(");
        steps.add(new Step.Filter(any(depth + 1)));
        scanner.need(")");
      } else {
        return new JsonPath(steps);
      }
    }
  }

  private Step member() throws PathScanner.Mistake {
    if (scanner.take("**")) {
      throw scanner.mistake(".** is not supported");
    }
    if (scanner.take("*")) {
      return new Step.AnyMember();
    }
    String name = scanner.quoted().or(scanner::name).orElse("");
    if (name.isEmpty()) {
      throw scanner.mistake("a name is missing");
    }
    if (scanner.take("(")) {
      throw scanner.mistake("methods are not supported");
    }
    return new Step.Member(name);
  }

  private Step elements() throws PathScanner.Mistake {
    if (scanner.take("*")) {
      scanner.need("]");
      return new Step.AnyElement();
    }
    Step.Index first = index();
    Step.Index last = scanner.word("to") ? index() : first;
    scanner.need("]");
    return new Step.Elements(first, last);
  }

  private Step.Index index() throws PathScanner.Mistake {
    if (scanner.word("last")) {
      return new Step.Index(true, scanner.take("-") ? scanner.whole() : 0);
    }
    return new Step.Index(false, scanner.whole());
  }

  private Condition any(int depth) throws PathScanner.Mistake {
    List<Condition> conditions = new ArrayList<>(List.of(all(depth)));
    while (scanner.take("||")) {
      conditions.add(all(depth));
    }
    return conditions.size() == 1 ? conditions.getFirst() : new Condition.Any(conditions);
  }

  private Condition all(int depth) throws PathScanner.Mistake {
    List<Condition> conditions = new ArrayList<>(List.of(one(depth)));
    while (scanner.take("&&")) {
      conditions.add(one(depth));
    }
    return conditions.size() == 1 ? conditions.getFirst() : new Condition.All(conditions);
  }

  private Condition one(int depth) throws PathScanner.Mistake {
    if (depth > MAX_DEPTH) {
      throw scanner.mistake("conditions are nested more than " + MAX_DEPTH + " deep");
    }
    if (scanner.take("!")) {
      return new Condition.Not(
          enclosed(depth).orElseThrow(() -> scanner.mistake("'(' is missing")));
    }
    Optional<Condition> enclosed = enclosed(depth);
    if (enclosed.isPresent()) {
      return enclosed.get();
    }
    if (scanner.take("@")) {
      return about(path(depth));
    }
    JsonNode value = value();
    Comparison comparison = comparison();
    scanner.need("@");
    return new Condition.Compares(path(depth), comparison.flipped(), value);
  }

  private Optional<Condition> enclosed(int depth) throws PathScanner.Mistake {
    boolean exists = scanner.word("exists");
    if (!exists && !scanner.take("(")) {
      return Optional.empty();
    }
    if (exists) {
      scanner.need("(");
      scanner.need("@");
    }
    Condition condition = exists ? new Condition.Exists(path(depth)) : any(depth + 1);
    scanner.need(")");
    return Optional.of(condition);
  }

  private Condition about(JsonPath path) throws PathScanner.Mistake {
    if (scanner.word("starts")) {
      if (!scanner.word("with")) {
        throw scanner.mistake("'with' is missing");
      }
      return new Condition.StartsWith(
          path, scanner.quoted().orElseThrow(() -> scanner.mistake("a text is missing")));
    }
    for (String method : METHODS) {
      if (scanner.word(method)) {
        throw scanner.mistake(method + " is not supported");
      }
    }
    return new Condition.Compares(path, comparison(), value());
  }

  private Comparison comparison() throws PathScanner.Mistake {
    if (scanner.take("==")) {
      return Comparison.EQUAL;
    }
    if (scanner.take("!=") || scanner.take("<>")) {
      return Comparison.NOT_EQUAL;
    }
    if (scanner.take("<=")) {
      return Comparison.AT_MOST;
    }
    if (scanner.take("<")) {
      return Comparison.LESS;
    }
    if (scanner.take(">=")) {
      return Comparison.AT_LEAST;
    }
    if (scanner.take(">")) {
      return Comparison.GREATER;
    }
    throw scanner.mistake("a comparison is missing");
  }

  private JsonNode value() throws PathScanner.Mistake {
    var text = scanner.quoted();
    if (text.isPresent()) {
      return Json.object().put("v", text.get()).path("v");
    }
    for (String word : List.of("true", "false", "null")) {
      if (scanner.word(word)) {
        return json(word);
      }
    }
    return json(scanner.number().orElseThrow(() -> scanner.mistake("a value is missing")));
  }

  private JsonNode json(String text) throws PathScanner.Mistake {
    return switch (Json.parse(text)) {
      case Parsed.Value(JsonNode node) -> node;
      case Parsed.Invalid _ -> throw scanner.mistake(text + " is no value");
    };
  }
}
