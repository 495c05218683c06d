package dev.memwarden.server.dialect.zep;

import dev.memwarden.server.dialect.zep.jsonpath.JsonPath;
import dev.memwarden.server.dialect.zep.jsonpath.JsonPathParser;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads one [Where]. Bounded: it is asked of every item that a search looks at.
final class WhereReader {
  private static final List<String> FIELDS = List.of("jsonpath", "and", "or");

  private static final Where EVERYTHING = new Where.All(List.of());

  private int paths;

  /// Reads the filter that stands in an object.
  static Where read(Reading reading) {
    Where where = new WhereReader().part(reading);
    return where.depth() <= Where.MAX_DEPTH
        ? where
        : refused(reading, "jsonpath", "is nested more than " + Where.MAX_DEPTH + " deep");
  }

  private Where part(Reading reading) {
    for (String other : reading.others(FIELDS)) {
      return refused(reading, other, "is no part of a filter");
    }
    List<Where> parts = new ArrayList<>();
    reading.text("jsonpath", JsonPath.MAX_LENGTH).ifPresent(text -> parts.add(path(reading, text)));
    parts.addAll(several(reading, "and"));
    List<Where> either = several(reading, "or");
    if (!either.isEmpty() && !either.contains(EVERYTHING)) {
      parts.add(new Where.Any(either));
    }
    parts.removeIf(EVERYTHING::equals);
    return parts.size() == 1 ? parts.getFirst() : new Where.All(parts);
  }

  private List<Where> several(Reading reading, String name) {
    List<Where> several = new ArrayList<>();
    for (JsonNode node : reading.list(name, Where.MAX_PATHS)) {
      if (!(node instanceof ObjectNode object)) {
        return reading.wrong(reading.problem(name, "has what is no object"), List.of());
      }
      several.add(part(reading.within(name + "[" + several.size() + "]", object)));
    }
    return several;
  }

  private Where path(Reading reading, String text) {
    if (++paths > Where.MAX_PATHS) {
      return refused(reading, "jsonpath", "is one of more than " + Where.MAX_PATHS);
    }
    return switch (JsonPathParser.read(text)) {
      case JsonPathParser.Outcome.Read(JsonPath path) -> new Where.Path(text, path);
      case JsonPathParser.Outcome.Refused(String why) ->
          refused(reading, "jsonpath", "cannot be read: " + why);
    };
  }

  private static Where refused(Reading reading, String name, String why) {
    return reading.wrong(reading.problem(name, why), EVERYTHING);
  }
}
