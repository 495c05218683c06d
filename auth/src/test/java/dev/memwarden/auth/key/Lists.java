package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Allow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Lists that are read page by page, as a whole.
public final class Lists {
  // So short that hardly any list fits.
  private static final int LIMIT = 2;

  private Lists() {}

  /// All keys that `allow` lets see, page by page.
  public static List<KeyRecord> of(KeyService keys, Allow allow) {
    return of(slice -> keys.list(allow, slice, _ -> true), KeyRecord::id);
  }

  /// All pages, each as full as it can be.
  public static <T> List<T> of(
      Function<Slice<String>, Optional<Page<T>>> list, Function<T, String> name) {
    List<T> all = new ArrayList<>();
    Slice<String> slice = Slice.first(LIMIT);
    boolean more = true;
    while (more) {
      Page<T> page = list.apply(slice).orElseThrow();
      more = page.more();
      all.addAll(page.items());
      if (more) {
        assertThat(page.items()).hasSize(LIMIT);
        slice = slice.beyond(name.apply(page.items().getLast()));
      }
    }
    return all;
  }

  /// What a store that has `all` answers.
  public static <T> List<T> slice(List<T> all, Slice<String> slice, Function<T, String> name) {
    List<String> names = all.stream().map(name).toList();
    int first = slice.beyond().map(last -> names.indexOf(last) + 1).orElse(0);
    return slice.beyond().isPresent() && first == 0
        ? List.of()
        : all.stream().skip(first).limit(slice.limit()).toList();
  }
}
