package dev.memwarden.auth.key;

import java.util.Optional;

/// Which part of a list is wanted: so many items, and only such as come after a certain one. What
/// is added or removed before that one moves nothing, as it would if items were counted.
///
/// @param beyond what names the item before the first; empty for the beginning of the list
/// @param limit how many at most, from 1
public record Slice<C>(Optional<C> beyond, int limit) {

  public Slice {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is at least 1");
    }
  }

  /// The beginning of a list.
  public static <C> Slice<C> first(int limit) {
    return new Slice<>(Optional.empty(), limit);
  }

  /// As much, from the item on that comes after this one.
  public Slice<C> beyond(C item) {
    return new Slice<>(Optional.of(item), limit);
  }

  /// One item more, by which is seen whether anything follows.
  public Slice<C> oneMore() {
    return new Slice<>(beyond, limit + 1);
  }
}
