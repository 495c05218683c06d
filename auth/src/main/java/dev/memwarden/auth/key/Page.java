package dev.memwarden.auth.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// A part of a list, as long as it was wanted if the list is.
///
/// @param more whether anything follows
public record Page<T>(List<T> items, boolean more) {
  // Where most is passed over, it must not be asked for bit by bit.
  private static final int AT_ONCE = 1_000;

  public Page {
    items = List.copyOf(items);
  }

  /// What fits.
  ///
  /// @param found from the beginning of the page on, and one item more than fits if there is one
  public static <T> Page<T> of(List<T> found, int limit) {
    boolean more = found.size() > limit;
    return new Page<>(more ? found.subList(0, limit) : found, more);
  }

  /// Reads on where not all that is stored is shown, until there is enough or nothing follows.
  ///
  /// @param slice where to begin, and how much is enough
  /// @param stored reads a part of all that is stored
  /// @param name what a slice can begin beyond
  public static <T> List<T> read(
      Slice<String> slice,
      Function<Slice<String>, List<T>> stored,
      Predicate<T> isShown,
      Function<T, String> name) {
    List<T> shown = new ArrayList<>();
    Slice<String> next = slice;
    boolean more = true;
    while (more && shown.size() < slice.limit()) {
      List<T> read = stored.apply(next);
      read.stream().filter(isShown).limit(slice.limit() - shown.size()).forEach(shown::add);
      more = read.size() == next.limit();
      if (more) {
        next =
            new Slice<>(Optional.of(name.apply(read.getLast())), Math.max(slice.limit(), AT_ONCE));
      }
    }
    return shown;
  }
}
