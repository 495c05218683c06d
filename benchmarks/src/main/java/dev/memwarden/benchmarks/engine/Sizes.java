package dev.memwarden.benchmarks.engine;

import dev.memwarden.benchmarks.Table;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Figures by name, one column per size.
final class Sizes {
  private final List<Integer> sizes;
  private final List<Map<String, String>> columns = new ArrayList<>();

  Sizes(List<Integer> sizes) {
    this.sizes = List.copyOf(sizes);
  }

  void add(Map<String, String> figures) {
    columns.add(figures);
  }

  void print(PrintStream out) {
    Table table =
        new Table(
            Stream.concat(
                    Stream.of("memories"),
                    sizes.stream().map(size -> String.format(Locale.ROOT, "%,d", size)))
                .toArray(String[]::new));
    for (String name : columns.getFirst().keySet()) {
      table.row(
          Stream.concat(
                  Stream.of(name), columns.stream().map(figures -> figures.getOrDefault(name, "")))
              .toArray(String[]::new));
    }
    table.print(out);
  }
}
