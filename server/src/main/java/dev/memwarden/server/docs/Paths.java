package dev.memwarden.server.docs;

import dev.memwarden.server.docs.Contents.Item;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Match.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Paths as OpenAPI has them: paths that differ in nothing but the names of their variables are one
/// path there, and so have one name for each.
final class Paths {
  private final Map<List<String>, List<Set<String>>> names = new HashMap<>();

  private Paths() {}

  /// The paths of all routes together.
  static Paths of(Contents contents) {
    Paths paths = new Paths();
    for (Item item : contents.items()) {
      Match match = item.route().match();
      List<Set<String>> of = paths.names.computeIfAbsent(shape(match), _ -> new ArrayList<>());
      for (int i = 0; i < match.variables().size(); i++) {
        if (of.size() == i) {
          of.add(new TreeSet<>());
        }
        of.get(i).add(match.variables().get(i));
      }
    }
    return paths;
  }

  /// What a variable of a route is called; anything else keeps its name.
  String name(Match match, String name) {
    int index = match.variables().indexOf(name);
    return index < 0
        ? name
        : String.join("_or_", names.getOrDefault(shape(match), List.of()).get(index));
  }

  /// The path of a route.
  String path(Match match) {
    StringBuilder path = new StringBuilder();
    for (Segment segment : match.segments()) {
      path.append('/');
      switch (segment) {
        case Segment.Literal(String text) -> path.append(text);
        case Segment.Variable(String name) ->
            path.append('{').append(name(match, name)).append('}');
      }
    }
    return path.isEmpty() ? "/" : path.toString();
  }

  private static List<String> shape(Match match) {
    return match.segments().stream()
        .map(segment ->
            switch (segment) {
              case Segment.Literal(String text) -> text;
              // No literal has a brace.
              case Segment.Variable _ -> "{}";
            })
        .toList();
  }
}
