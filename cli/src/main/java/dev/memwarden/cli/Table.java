package dev.memwarden.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Rows of text in columns as wide as they need to be.
final class Table {
  private static final int GAP = 2;

  private final List<List<String>> rows = new ArrayList<>();
  private final int[] widths;

  Table(String... head) {
    rows.add(List.of(head));
    widths = new int[head.length];
  }

  Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /// Prints the rows that have come since the last time; columns stay at least as wide as they
  /// were.
  void print(PrintStream out) {
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i));
        if (i < widths.length - 1) {
          line.repeat(' ', widths[i] - row.get(i).length() + GAP);
        }
      }
      out.println(line.toString().stripTrailing());
    }
    rows.clear();
  }
}
