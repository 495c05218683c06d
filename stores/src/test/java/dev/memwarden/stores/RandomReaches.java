package dev.memwarden.stores;

import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

/// Places and reaches at random, from few values so that they meet often.
public final class RandomReaches {
  private static final List<String> TENANTS = List.of("default", "Default");
  private static final List<String> VALUES = List.of("a", "A", "*");

  private RandomReaches() {}

  /// Every place over the values.
  public static List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (String tenant : TENANTS) {
      for (Optional<String> user : valuesAndNone()) {
        for (Optional<String> agent : valuesAndNone()) {
          for (Optional<String> session : valuesAndNone()) {
            for (Optional<String> label : valuesAndNone()) {
              places.add(new Place(tenant, user, agent, session, label));
            }
          }
        }
      }
    }
    return places;
  }

  public static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  public static Reach any(Random random) {
    Reach reach = Reach.of(box(random));
    int steps = random.nextInt(6);
    for (int i = 0; i < steps; i++) {
      reach =
          switch (random.nextInt(4)) {
            case 0 -> reach.union(Reach.of(box(random)));
            case 1 -> reach.intersect(box(random));
            case 2 -> reach.minus(box(random));
            default -> reach.union(Reach.of(box(random)).minus(box(random)));
          };
    }
    return reach;
  }

  /// One user's own, without a thousand sessions of it, and a thousand other users: more than
  /// nesting by one would bear.
  public static Reach wide() {
    Reach reach = Reach.of(Box.ofUser("default", "a"));
    for (int i = 0; i < 1_500; i++) {
      Box session = new Box(Extent.ANY, Extent.ANY, Extent.ANY, Extent.of("s" + i), Extent.ANY);
      reach = reach.minus(session);
    }
    for (int i = 0; i < 1_500; i++) {
      reach = reach.union(Reach.of(Box.ofUser("default", "u" + i)));
    }
    return reach;
  }

  /// A box at random.
  public static Box box(Random random) {
    Extent tenant = random.nextBoolean() ? Extent.ANY : Extent.of(TENANTS.get(random.nextInt(2)));
    return new Box(tenant, extent(random), extent(random), extent(random), extent(random));
  }

  private static Extent extent(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Extent.NONE;
      case 1, 2 -> Extent.of(VALUES.get(random.nextInt(VALUES.size())));
      default -> Extent.ANY;
    };
  }

  private static List<Optional<String>> valuesAndNone() {
    List<Optional<String>> all = new ArrayList<>();
    VALUES.forEach(value -> all.add(Optional.of(value)));
    all.add(Optional.empty());
    return all;
  }
}
