package dev.memwarden.cli;

import dev.memwarden.server.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.List;

/// Rows of a table as databases write them out (RFC 4180): commas, double quotes where needed, and
/// the names of the columns first.
final class Csv {
  private final List<String> names;
  private final List<Row> rows = new ArrayList<>();

  private Csv(List<String> names) {
    this.names = names;
  }

  /// One row.
  ///
  /// @param line where it begins, from 1
  record Row(Csv table, int line, List<String> values) {
    /// The value of a column; empty if there is none.
    String value(String name) {
      int at = table.names.indexOf(name);
      return at < 0 || at >= values.size() ? "" : values.get(at);
    }
  }

  /// @throws InvalidConfigurationException naming the line of a quote that does not end
  static Csv read(String text) {
    Cursor cursor = new Cursor(text);
    Csv table = new Csv(cursor.record());
    while (!cursor.isAtEnd()) {
      int line = cursor.line;
      List<String> values = cursor.record();
      if (values.size() > 1 || !values.getFirst().isEmpty()) {
        table.rows.add(new Row(table, line, values));
      }
    }
    return table;
  }

  boolean has(String name) {
    return names.contains(name);
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  private static final class Cursor {
    private final String text;
    private int at;
    private int line = 1;

    Cursor(String text) {
      this.text = text;
    }

    boolean isAtEnd() {
      return at >= text.length();
    }

    List<String> record() {
      List<String> values = new ArrayList<>();
      while (true) {
        values.add(!isAtEnd() && text.charAt(at) == '"' ? quoted() : plain());
        if (isAtEnd() || text.charAt(at) != ',') {
          newline();
          return values;
        }
        at++;
      }
    }

    private String plain() {
      int start = at;
      while (!isAtEnd() && ",\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private String quoted() {
      int start = line;
      StringBuilder value = new StringBuilder();
      at++;
      while (!isAtEnd()) {
        char c = text.charAt(at++);
        if (c == '\n') {
          line++;
        }
        if (c != '"') {
          value.append(c);
        } else if (!isAtEnd() && text.charAt(at) == '"') {
          value.append('"');
          at++;
        } else {
          return value + plain();
        }
      }
      throw new InvalidConfigurationException("line " + start + " has a quote that does not end");
    }

    private void newline() {
      if (!isAtEnd() && text.charAt(at) == '\r') {
        at++;
      }
      if (!isAtEnd() && text.charAt(at) == '\n') {
        at++;
      }
      line++;
    }
  }
}
