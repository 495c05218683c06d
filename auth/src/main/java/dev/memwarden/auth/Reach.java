package dev.memwarden.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What may be touched: a union of boxes, each without some boxes cut out of it.
///
/// Closed and exact under union, intersection and subtraction, whatever the order of the
/// operations. Immutable.
public final class Reach {

  /// Nothing at all.
  public static final Reach NOWHERE = new Reach(List.of());

  private final List<Part> parts;

  private Reach(List<Part> parts) {
    this.parts = parts;
  }

  /// A box without the holes in it.
  ///
  /// @param holes each meets the box, and none covers it
  public record Part(Box box, List<Box> holes) {
    public Part {
      holes = List.copyOf(holes);
    }

    boolean contains(Place place) {
      return box.contains(place) && holes.stream().noneMatch(hole -> hole.contains(place));
    }

    /// Clips the holes to the box.
    ///
    /// A finite union of holes covers a box only if one of them does alone: the place that has a
    /// value named nowhere on each axis where the box takes any is in the box, and a hole that has
    /// it takes any there too. That makes emptiness exact.
    static Optional<Part> of(Box box, Stream<Box> holes) {
      List<Box> clipped = holes.flatMap(hole -> hole.intersect(box).stream()).distinct().toList();
      return clipped.contains(box) ? Optional.empty() : Optional.of(new Part(box, clipped));
    }
  }

  /// Everything in `box`.
  public static Reach of(Box box) {
    return new Reach(List.of(new Part(box, List.of())));
  }

  /// The boxes with their holes; a place is reached if any part has it.
  public List<Part> parts() {
    return parts;
  }

  /// Whether nothing is reached.
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /// Whether `place` is reached.
  public boolean contains(Place place) {
    return parts.stream().anyMatch(part -> part.contains(place));
  }

  /// Whether one part of this has all of `box`, without a hole in it. Parts that only together have
  /// it are not put together: then it is taken for not covered.
  public boolean covers(Box box) {
    return parts.stream()
        .anyMatch(part ->
            part.box().covers(box)
                && part.holes().stream().allMatch(hole -> hole.intersect(box).isEmpty()));
  }

  /// What either reaches.
  public Reach union(Reach other) {
    return new Reach(Stream.concat(parts.stream(), other.parts.stream()).distinct().toList());
  }

  /// What both reach.
  public Reach intersect(Reach other) {
    List<Part> common = new ArrayList<>();
    for (Part mine : parts) {
      for (Part theirs : other.parts) {
        mine.box()
            .intersect(theirs.box())
            .flatMap(
                box -> Part.of(box, Stream.concat(mine.holes().stream(), theirs.holes().stream())))
            .ifPresent(common::add);
      }
    }
    return new Reach(List.copyOf(common));
  }

  /// What is reached inside `box`.
  public Reach intersect(Box box) {
    return intersect(of(box));
  }

  /// What is reached outside of `box`. A box that merely overlaps is cut out, not skipped.
  public Reach minus(Box box) {
    return new Reach(
        parts.stream()
            .flatMap(part ->
                Part.of(part.box(), Stream.concat(part.holes().stream(), Stream.of(box))).stream())
            .toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reach reach && parts.equals(reach.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return "Reach" + parts;
  }
}
