package dev.memwarden.stores.sql;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns a [Reach] into a condition over the columns of a table, with bound parameters.
///
/// None is the empty text, which no id can be, so every test is a plain `=`. Comparison is by
/// bytes.
enum ReachSql {
  /// A table with a column per axis.
  PLACES("tenant", "\"user\"", "agent", "session", "label"),
  /// A table of principals or their keys, which lie in the place of their user.
  PRINCIPALS("tenant", "\"user\"", "''", "''", "''");

  /// How none is stored.
  static final String NONE = "";

  private final List<String> columns;

  ReachSql(String... columns) {
    this.columns = List.of(columns);
  }

  /// The condition that a row is in `reach`; none is if the reach is empty.
  Sql in(Reach reach) {
    return joined(reach.parts().stream().map(this::in).toList(), "OR", "FALSE");
  }

  private Sql in(Reach.Part part) {
    Sql box = in(part.box());
    if (part.holes().isEmpty()) {
      return box;
    }
    Sql holes = joined(part.holes().stream().map(this::in).toList(), "OR", "FALSE");
    return Sql.of("(").then(box).then("AND NOT").then(holes).then(")");
  }

  private Sql in(Box box) {
    List<Sql> tests = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      String column = columns.get(axis.ordinal());
      switch (box.on(axis)) {
        case Extent.Any _ -> {}
        case Extent.One(String value) -> tests.add(Sql.of(column + " = ?", value));
        case Extent.None _ -> tests.add(Sql.of(column + " = ?", NONE));
      }
    }
    return joined(tests, "AND", "TRUE");
  }

  /// Joins pairwise: databases limit the depth of an expression, not its size, and a policy may
  /// have more rules than that depth.
  private static Sql joined(List<Sql> conditions, String operator, String ofNothing) {
    return switch (conditions.size()) {
      case 0 -> Sql.of(ofNothing);
      case 1 -> conditions.getFirst();
      default -> {
        int half = conditions.size() / 2;
        Sql left = joined(conditions.subList(0, half), operator, ofNothing);
        Sql right = joined(conditions.subList(half, conditions.size()), operator, ofNothing);
        yield Sql.of("(").then(left).then(operator).then(right).then(")");
      }
    };
  }

  /// How a value, or none, is stored.
  static String stored(Optional<String> value) {
    return value.orElse(NONE);
  }

  /// The columns of a place, as parameters in the order of the axes.
  static List<Object> stored(Place place) {
    return List.of(
        place.tenant(),
        stored(place.user()),
        stored(place.agent()),
        stored(place.session()),
        stored(place.label()));
  }
}
