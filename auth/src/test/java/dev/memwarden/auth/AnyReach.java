package dev.memwarden.auth;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A random reach beside the set of places that it must have, worked out place by place in a small
/// world.
///
/// The world has one value on every axis that no box names: it stands for all the others.
record AnyReach(Reach reach, Set<Place> places) {
  private static final List<String> TENANTS = List.of("t1", "t2");
  private static final List<String> VALUES = List.of("a", "*");
  private static final String UNNAMED = "unnamed";
  static final List<Place> WORLD = world();

  static AnyReach of(Random random, int depth) {
    if (depth == 0) {
      Box box = box(random);
      return new AnyReach(Reach.of(box), inside(box));
    }
    AnyReach left = of(random, depth - 1);
    return switch (random.nextInt(4)) {
      case 0 -> left.minus(box(random));
      case 1 -> left.intersect(of(random, depth - 1));
      case 2 -> left.minus(box(random)).minus(box(random));
      default -> left.union(of(random, depth - 1));
    };
  }

  static Box box(Random random) {
    Extent tenant = random.nextInt(3) == 0 ? Extent.ANY : Extent.of(TENANTS.get(random.nextInt(2)));
    return new Box(tenant, extent(random), extent(random), extent(random), extent(random));
  }

  AnyReach union(AnyReach other) {
    Set<Place> both = new HashSet<>(places);
    both.addAll(other.places);
    return new AnyReach(reach.union(other.reach), both);
  }

  AnyReach intersect(AnyReach other) {
    Set<Place> both = new HashSet<>(places);
    both.retainAll(other.places);
    return new AnyReach(reach.intersect(other.reach), both);
  }

  AnyReach minus(Box box) {
    Set<Place> rest = new HashSet<>(places);
    rest.removeAll(inside(box));
    return new AnyReach(reach.minus(box), rest);
  }

  Set<Place> reached() {
    Set<Place> reached = new HashSet<>();
    for (Place place : WORLD) {
      if (reach.contains(place)) {
        reached.add(place);
      }
    }
    return reached;
  }

  /// Written out by hand on purpose: nothing of the code under test decides here.
  static Set<Place> inside(Box box) {
    Set<Place> inside = new HashSet<>();
    for (Place place : WORLD) {
      if (fits(box.tenant(), Optional.of(place.tenant()))
          && fits(box.user(), place.user())
          && fits(box.agent(), place.agent())
          && fits(box.session(), place.session())
          && fits(box.label(), place.label())) {
        inside.add(place);
      }
    }
    return inside;
  }

  private static boolean fits(Extent extent, Optional<String> value) {
    return switch (extent) {
      case Extent.Any _ -> true;
      case Extent.None _ -> value.isEmpty();
      case Extent.One(String wanted) -> value.equals(Optional.of(wanted));
    };
  }

  private static Extent extent(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Extent.NONE;
      case 1 -> Extent.of("a");
      case 2 -> Extent.of("*");
      default -> Extent.ANY;
    };
  }

  private static List<Place> world() {
    List<Optional<String>> values = new ArrayList<>();
    values.add(Optional.empty());
    values.add(Optional.of(UNNAMED));
    VALUES.forEach(value -> values.add(Optional.of(value)));
    List<String> tenants = new ArrayList<>(TENANTS);
    tenants.add(UNNAMED);
    List<Place> world = new ArrayList<>();
    for (String tenant : tenants) {
      for (Optional<String> user : values) {
        for (Optional<String> agent : values) {
          for (Optional<String> session : values) {
            for (Optional<String> label : values) {
              world.add(new Place(tenant, user, agent, session, label));
            }
          }
        }
      }
    }
    return List.copyOf(world);
  }
}
