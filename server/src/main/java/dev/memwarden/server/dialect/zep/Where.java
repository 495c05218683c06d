package dev.memwarden.server.dialect.zep;

import dev.memwarden.server.dialect.zep.jsonpath.JsonPath;
import dev.memwarden.server.http.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Which metadata is meant: `{"jsonpath": "$[*] ? (@.a == 1)", "and": […], "or": […]}`, all that is
/// given. It only ever narrows what a search finds.
sealed interface Where {

  /// Most paths in one filter.
  int MAX_PATHS = 32;

  /// Deepest nesting of `and` and `or`.
  int MAX_DEPTH = 8;

  /// A path that must lead to something.
  record Path(String text, JsonPath path) implements Where {}

  /// All of several; of none, everything is meant.
  record All(List<Where> of) implements Where {
    public All {
      of = List.copyOf(of);
    }
  }

  /// Any of several.
  record Any(List<Where> of) implements Where {
    public Any {
      of = List.copyOf(of);
    }
  }

  /// Whether this metadata is meant.
  default boolean fits(JsonNode metadata) {
    return switch (this) {
      case Path(_, JsonPath path) -> path.isIn(metadata);
      case All(List<Where> all) -> all.stream().allMatch(one -> one.fits(metadata));
      case Any(List<Where> any) -> any.stream().anyMatch(one -> one.fits(metadata));
    };
  }

  /// As a client sends it.
  default ObjectNode written() {
    return switch (this) {
      case Path(String text, _) -> Json.object().put("jsonpath", text);
      case All(List<Where> all) -> Json.object().set("and", list(all));
      case Any(List<Where> any) -> Json.object().set("or", list(any));
    };
  }

  private static ArrayNode list(List<Where> several) {
    ArrayNode list = Json.array();
    several.forEach(one -> list.add(one.written()));
    return list;
  }

  /// How deep `and` and `or` are nested; a path alone is 1.
  default int depth() {
    return switch (this) {
      case Path _ -> 1;
      case All(List<Where> all) -> 1 + all.stream().mapToInt(Where::depth).max().orElse(0);
      case Any(List<Where> any) -> 1 + any.stream().mapToInt(Where::depth).max().orElse(0);
    };
  }
}
