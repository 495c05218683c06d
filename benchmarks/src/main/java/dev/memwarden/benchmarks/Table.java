package dev.memwarden.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows of text, printed in aligned columns that are also a table in Markdown.
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... head) {
    rows.add(List.of(head));
  }

  /// One more row, with as many cells as the head.
  public void row(String... cells) {
    rows.add(List.of(cells));
  }

  /// Writes it down.
  public void print(PrintStream out) {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    out.println();
    out.println(line(rows.getFirst(), widths));
    out.println(
        IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining("-|-", "|-", "-|")));
    rows.stream().skip(1).forEach(row -> out.println(line(row, widths)));
    out.println();
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> row.get(i) + " ".repeat(widths[i] - row.get(i).length()))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
