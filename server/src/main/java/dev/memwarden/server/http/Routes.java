package dev.memwarden.server.http;

import dev.memwarden.server.http.Match.Segment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All routes of all dialects as one table. Immutable once built.
///
/// **Cost**: one map look-up per segment, and a step back for each literal that led nowhere.
public final class Routes {

  /// What the table says about a method and path.
  public sealed interface Found {

    /// This route, with the values of its variables.
    record Hit(Dialect dialect, Route route, Map<String, String> values) implements Found {}

    /// The path is known, but not with this method.
    ///
    /// @param allowed the methods that are, at least one
    record WrongMethod(Set<Method> allowed) implements Found {}

    /// Only the same path with a slash at the end is known.
    record NeedsSlash() implements Found {}

    /// No such path.
    record Unknown() implements Found {}
  }

  /// A route without variables, and the one target that asks for it without a query.
  record Fixed(RequestTarget target, Found.Hit hit) {}

  private record Target(Dialect dialect, Route route, List<String> variables) {}

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<Method, Target> targets = new EnumMap<>(Method.class);
    private @Nullable Node variable;
  }

  private static final Found UNKNOWN = new Found.Unknown();
  private static final Found NEEDS_SLASH = new Found.NeedsSlash();

  private final Node root = new Node();
  // By path as it stands on the wire: one look-up for what has no variables.
  private final Map<String, Map<Method, Fixed>> fixed = new HashMap<>();

  // By first segment; empty where several dialects share one.
  private final Map<String, Optional<Dialect>> speakers = new HashMap<>();

  private Routes() {}

  /// The table of everything that `dialects` can do.
  ///
  /// @throws IllegalArgumentException if two routes match the same requests
  public static Routes of(List<Dialect> dialects) {
    Routes routes = new Routes();
    for (Dialect dialect : dialects) {
      for (Route route : dialect.routes()) {
        routes.add(dialect, route);
      }
    }
    return routes;
  }

  /// The route without variables whose path is exactly `target`, which has then neither a query nor
  /// anything encoded; empty if [#find] has to look.
  Optional<Fixed> fixed(Method method, String target) {
    Map<Method, Fixed> routes = fixed.get(target);
    return routes == null ? Optional.empty() : Optional.ofNullable(routes.get(method));
  }

  /// The dialect that alone has paths which start with the first segment of `target`, whether or
  /// not the rest of it makes sense.
  Optional<Dialect> dialectOf(String target) {
    if (!target.startsWith("/")) {
      return Optional.empty();
    }
    int end = 1;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    return Optional.ofNullable(speakers.get(target.substring(1, end))).flatMap(speaker -> speaker);
  }

  /// Finds the route for a path.
  ///
  /// @param method empty for one that no route uses
  /// @param segments percent-decoded
  public Found find(Optional<Method> method, List<String> segments) {
    EnumSet<Method> allowed = EnumSet.noneOf(Method.class);
    Deque<String> values = new ArrayDeque<>();
    Found.Hit hit = walk(root, method.orElse(null), segments, 0, values, allowed);
    if (hit != null) {
      return hit;
    }
    if (!allowed.isEmpty()) {
      return new Found.WrongMethod(Collections.unmodifiableSet(allowed));
    }
    List<String> slashed = Stream.concat(segments.stream(), Stream.of("")).toList();
    return walk(root, method.orElse(null), slashed, 0, values, allowed) == null
        ? UNKNOWN
        : NEEDS_SLASH;
  }

  // A literal that fits the path but not the method gives way to a variable that fits both:
  // `GET /memories/search` lists the memories of the user `search` beside `POST /memories/search`.
  private static Found.@Nullable Hit walk(
      Node node,
      @Nullable Method method,
      List<String> segments,
      int depth,
      Deque<String> values,
      Set<Method> allowed) {
    if (depth == segments.size()) {
      Target target = method == null ? null : node.targets.get(method);
      if (target == null) {
        allowed.addAll(node.targets.keySet());
        return null;
      }
      return new Found.Hit(target.dialect, target.route, named(target.variables, values));
    }
    String segment = segments.get(depth);
    Node literal = node.literals.get(segment);
    if (literal != null) {
      Found.Hit hit = walk(literal, method, segments, depth + 1, values, allowed);
      if (hit != null) {
        return hit;
      }
    }
    if (node.variable == null || segment.isEmpty()) {
      return null;
    }
    values.addLast(segment);
    Found.Hit hit = walk(node.variable, method, segments, depth + 1, values, allowed);
    values.removeLast();
    return hit;
  }

  private static Map<String, String> named(List<String> names, Deque<String> values) {
    if (names.isEmpty()) {
      return Map.of();
    }
    List<String> ordered = new ArrayList<>(values);
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), ordered.get(i));
    }
    return Collections.unmodifiableMap(named);
  }

  private void add(Dialect dialect, Route route) {
    Match match = route.match();
    if (!match.segments().isEmpty()
        && match.segments().getFirst() instanceof Segment.Literal(var text)) {
      speakers.merge(
          text,
          Optional.of(dialect),
          (known, other) -> known.equals(other) ? known : Optional.empty());
    }
    Target target = new Target(dialect, route, match.variables());
    put(match, target);
    if (dialect.slashMayFollow()) {
      put(match.withSlash(), target);
    }
  }

  private void put(Match match, Target target) {
    Node node = root;
    for (Segment segment : match.segments()) {
      node =
          switch (segment) {
            case Segment.Literal(String text) ->
                node.literals.computeIfAbsent(text, _ -> new Node());
            case Segment.Variable _ -> variableOf(node);
          };
    }
    if (match.variables().isEmpty()) {
      Found.Hit hit = new Found.Hit(target.dialect, target.route, Map.of());
      fixed
          .computeIfAbsent(match.path(), _ -> new EnumMap<>(Method.class))
          .put(match.method(), new Fixed(targetOf(match), hit));
    }
    Target twin = node.targets.putIfAbsent(match.method(), target);
    if (twin != null) {
      throw new IllegalArgumentException(
          "%s of %s and %s of %s match the same requests"
              .formatted(match, target.dialect.name(), twin.route.match(), twin.dialect.name()));
    }
  }

  private static RequestTarget targetOf(Match match) {
    return RequestTarget.parse(match.path())
        .orElseThrow(() -> new IllegalArgumentException("no path can be " + match));
  }

  private static Node variableOf(Node node) {
    Node variable = node.variable;
    if (variable == null) {
      variable = new Node();
      node.variable = variable;
    }
    return variable;
  }
}
