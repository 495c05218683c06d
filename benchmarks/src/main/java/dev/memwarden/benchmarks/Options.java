package dev.memwarden.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Arguments of the form `--name value`.
public final class Options {
  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /// Reads the arguments of a program.
  ///
  /// @param defaults every name there is, without dashes, with the value it has if none is given
  /// @throws IllegalArgumentException if there is another name, or a name without a value
  public static Options of(String[] arguments, Map<String, String> defaults) {
    Map<String, String> values = new HashMap<>(defaults);
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      if (!defaults.containsKey(name) || i + 1 == arguments.length) {
        throw new IllegalArgumentException(
            "not an option with a value: " + arguments[i] + "; known: " + defaults);
      }
      values.put(name, arguments[i + 1]);
    }
    return new Options(values);
  }

  /// A text.
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no option " + name);
    }
    return value;
  }

  /// A whole number above 0.
  public int number(String name) {
    return positive(text(name));
  }

  /// Whole numbers above 0, separated by commas.
  public List<Integer> numbers(String name) {
    return Arrays.stream(text(name).split(",", -1)).map(Options::positive).toList();
  }

  /// A file or folder.
  public Path path(String name) {
    return Path.of(text(name));
  }

  private static int positive(String text) {
    int number = Integer.parseInt(text);
    if (number < 1) {
      throw new IllegalArgumentException("not above 0: " + text);
    }
    return number;
  }
}
