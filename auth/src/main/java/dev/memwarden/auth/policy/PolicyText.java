package dev.memwarden.auth.policy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rule;
import dev.memwarden.auth.Rule.Effect;
import dev.memwarden.auth.Rule.Subject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Rules as text, one per line:
///
/// ```text
/// permit|forbid  user:ID | service:ID | role:ID | agent:ID | *   ACTION[,…]   tenant/user/agent/session/label
/// ```
///
/// Columns are separated by spaces or tabs. `*` or nothing in a place means any, `-` means where
/// there is none. Ids are percent-encoded. `#` starts a comment. See `docs/policy.md`.
public final class PolicyText {
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");
  private static final String ANY = "*";
  private static final String NONE = "-";
  private static final int COLUMNS = 4;

  private PolicyText() {}

  /// Reads rules, in the order of their lines.
  ///
  /// @throws PolicySyntaxException at the first mistake, saying in which line and what was expected
  public static List<Rule> parse(String text) {
    List<Rule> rules = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      int comment = line.indexOf('#');
      String content = trim(comment < 0 ? line : line.substring(0, comment));
      if (!content.isEmpty()) {
        try {
          rules.add(rule(content));
        } catch (IllegalArgumentException e) {
          throw new PolicySyntaxException(number, String.valueOf(e.getMessage()));
        }
      }
    }
    return List.copyOf(rules);
  }

  /// The text of `rules`, such that [#parse] gives them back.
  public static String print(List<Rule> rules) {
    return rules.stream().map(rule -> print(rule) + "\n").collect(Collectors.joining());
  }

  /// One rule as a line, without the line break.
  public static String print(Rule rule) {
    return String.join(
        "  ",
        rule.effect().word(),
        print(rule.subject()),
        rule.actions().stream().map(Action::word).collect(Collectors.joining(",")),
        print(rule.box()));
  }

  /// A box as the last column has it.
  public static String print(Box box) {
    List<String> segments = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      segments.add(print(box.on(axis)));
    }
    while (segments.size() > 1 && segments.getLast().equals(ANY)) {
      segments.removeLast();
    }
    return String.join("/", segments);
  }

  private static String print(Subject subject) {
    return switch (subject) {
      case Subject.Anyone _ -> ANY;
      case Subject.Named(var kind, var id) -> kind.word() + ":" + Segment.encode(id);
      case Subject.Role(var id) -> "role:" + Segment.encode(id);
      case Subject.Agent(var id) -> "agent:" + Segment.encode(id);
    };
  }

  private static String print(Extent extent) {
    return switch (extent) {
      case Extent.Any _ -> ANY;
      case Extent.None _ -> NONE;
      case Extent.One(var value) -> Segment.encode(value);
    };
  }

  // Only what separates columns: other white space is part of no rule and shall be seen as a
  // mistake.
  private static String trim(String text) {
    String single = BLANKS.matcher(text).replaceAll(" ");
    int start = single.startsWith(" ") ? 1 : 0;
    int end = single.length() - (single.endsWith(" ") ? 1 : 0);
    return start < end ? single.substring(start, end) : "";
  }

  private static Rule rule(String content) {
    String[] columns = content.split(" ", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException(
          "expected four columns (effect, who, actions, place), found " + columns.length);
    }
    return new Rule(effect(columns[0]), subject(columns[1]), actions(columns[2]), box(columns[3]));
  }

  private static Effect effect(String word) {
    for (Effect effect : Effect.values()) {
      if (effect.word().equals(word)) {
        return effect;
      }
    }
    throw new IllegalArgumentException("expected permit or forbid, found '" + word + "'");
  }

  private static Subject subject(String text) {
    if (text.equals(ANY)) {
      return new Subject.Anyone();
    }
    int colon = text.indexOf(':');
    String kind = colon < 0 ? "" : text.substring(0, colon);
    String id = text.substring(colon + 1);
    return switch (kind) {
      case "user" -> new Subject.Named(Principal.Kind.USER, Segment.decode(id));
      case "service" -> new Subject.Named(Principal.Kind.SERVICE, Segment.decode(id));
      case "role" -> new Subject.Role(Segment.decode(id));
      case "agent" -> new Subject.Agent(Segment.decode(id));
      default ->
          throw new IllegalArgumentException(
              "expected user:ID, service:ID, role:ID, agent:ID or *, found '" + text + "'");
    };
  }

  private static Set<Action> actions(String text) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (String word : text.split(",", -1)) {
      for (Action action : Action.parseList(word)) {
        if (!actions.add(action)) {
          throw new IllegalArgumentException("'" + action.word() + "' is named twice");
        }
      }
    }
    return actions;
  }

  private static Box box(String text) {
    String[] segments = text.split("/", -1);
    Axis[] axes = Axis.values();
    if (segments.length > axes.length) {
      throw new IllegalArgumentException(
          "expected at most tenant/user/agent/session/label, found " + segments.length + " parts");
    }
    Box box = Box.EVERYWHERE;
    for (int i = 0; i < segments.length; i++) {
      box = box.with(axes[i], extent(axes[i], segments[i]));
    }
    return box;
  }

  private static Extent extent(Axis axis, String segment) {
    return switch (segment) {
      case ANY -> Extent.ANY;
      case NONE -> {
        if (axis == Axis.TENANT) {
          throw new IllegalArgumentException("everything has a tenant: expected an id or *");
        }
        yield Extent.NONE;
      }
      case "" ->
          throw new IllegalArgumentException(
              "the " + axis.word() + " is empty: expected an id, * for any or - for none");
      default -> Extent.of(Segment.decode(segment));
    };
  }
}
