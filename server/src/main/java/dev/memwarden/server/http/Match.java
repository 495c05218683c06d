package dev.memwarden.server.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Method and path of a route, such as `GET /memories/{user_id}`. A variable stands for exactly one
/// segment that is not empty; where both fit, a literal segment beats a variable.
///
/// @param segments between the slashes; none is the root, an empty last one is a slash at the end
public record Match(Method method, List<Segment> segments) {
  private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~-]+");
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z][a-z0-9_]*)\\}");

  private static final Segment SLASH = new Segment.Literal("");

  public Match {
    segments = List.copyOf(segments);
  }

  /// One part of a path.
  public sealed interface Segment {

    /// Exactly this text.
    record Literal(String text) implements Segment {}

    /// Any text.
    record Variable(String name) implements Segment {}
  }

  /// Reads a pattern such as `/memories/user/{user_id}`.
  ///
  /// @throws IllegalArgumentException if it is none: only unreserved characters and `{names}` in
  ///   lower case, no empty segment but the last, no name twice
  public static Match of(Method method, String pattern) {
    if (!pattern.startsWith("/") || pattern.contains("//")) {
      throw new IllegalArgumentException("a pattern starts with one '/': " + pattern);
    }
    List<Segment> segments = new ArrayList<>();
    if (pattern.length() > 1) {
      for (String part : pattern.substring(1).split("/")) {
        segments.add(segment(part, pattern));
      }
      if (pattern.endsWith("/")) {
        segments.add(SLASH);
      }
    }
    Match match = new Match(method, segments);
    Set<String> names = new HashSet<>();
    for (String name : match.variables()) {
      if (!names.add(name)) {
        throw new IllegalArgumentException("variable " + name + " twice in " + pattern);
      }
    }
    return match;
  }

  /// The same with a slash at the end.
  Match withSlash() {
    List<Segment> more = new ArrayList<>(segments);
    more.add(SLASH);
    return new Match(method, more);
  }

  /// The names of the variables, from left to right.
  public List<String> variables() {
    List<String> names = new ArrayList<>();
    for (Segment segment : segments) {
      if (segment instanceof Segment.Variable(String name)) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  /// `/memories/{user_id}`.
  public String path() {
    StringBuilder text = new StringBuilder();
    for (Segment segment : segments) {
      text.append('/');
      switch (segment) {
        case Segment.Literal(String literal) -> text.append(literal);
        case Segment.Variable(String name) -> text.append('{').append(name).append('}');
      }
    }
    return segments.isEmpty() ? "/" : text.toString();
  }

  /// `GET /memories/{user_id}`.
  @Override
  public String toString() {
    return method + " " + path();
  }

  private static Segment segment(String part, String pattern) {
    var variable = VARIABLE.matcher(part);
    if (variable.matches()) {
      return new Segment.Variable(variable.group(1));
    }
    if (LITERAL.matcher(part).matches() && !part.equals(".") && !part.equals("..")) {
      return new Segment.Literal(part);
    }
    throw new IllegalArgumentException("'" + part + "' cannot stand in the pattern " + pattern);
  }
}
