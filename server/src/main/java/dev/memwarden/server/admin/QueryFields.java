package dev.memwarden.server.admin;

import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads the parameters of a query one by one and remembers all that is wrong with them, a
/// parameter that nobody asked for among it.
final class QueryFields {
  private final Call call;
  private final Set<String> asked = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  QueryFields(Call call) {
    this.call = call;
  }

  /// @param reader throws [IllegalArgumentException] saying what is wrong
  <T> Optional<T> value(String name, Function<String, T> reader) {
    asked.add(name);
    List<String> values = call.queryValues(name);
    if (values.size() > 1) {
      wrong(name, "is there twice");
      return Optional.empty();
    }
    try {
      return values.stream().findFirst().map(reader);
    } catch (IllegalArgumentException e) {
      wrong(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /// How much of a list is wanted.
  int limit(int byDefault, int most) {
    return value("limit", text -> (int) number(text, most)).orElse(byDefault);
  }

  /// A whole number from 1 to `most`.
  ///
  /// @throws IllegalArgumentException if `text` is none
  static long number(String text, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new IllegalArgumentException("must be a number from 1 to " + most);
  }

  /// What was asked for, unless something is wrong with it; to be called when everything was read.
  <Q> Decoded<Q> decoded(Supplier<Q> request) {
    for (String name : call.query().keySet()) {
      if (!asked.contains(name)) {
        wrong(name, "is no parameter of this");
      }
    }
    return problems.isEmpty()
        ? new Decoded.Request<>(request.get())
        : new Decoded.Malformed<>(problems);
  }

  private void wrong(String name, String what) {
    problems.add(new Problem(List.of("query", name), "value_error", name + " " + what, ""));
  }
}
