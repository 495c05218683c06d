package dev.memwarden.server.docs;

import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Unlisted;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Route;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// All routes that a server has, and what they say about themselves.
///
/// @param items in the order of the dialects and their tables
record Contents(List<Item> items) {

  /// One route.
  record Item(Dialect dialect, Route route, Operation operation) {

    /// Whether it takes a credential.
    boolean isGuarded() {
      return switch (route) {
        case Route.Open _ -> false;
        case Route.Self _, Route.Guarded<?> _, Route.Trade _ -> true;
      };
    }

    /// Whether its callers say who they are by a signature alone.
    boolean isSigned() {
      return route instanceof Route.Trade(_, _, Route.Shows shows, _)
          && shows == Route.Shows.SIGNATURE;
    }

    /// Whether it can do without the body that it takes: what stands there may stand in a header.
    boolean isBodyOptional() {
      return route instanceof Route.Trade(_, _, Route.Shows shows, _)
          && shows == Route.Shows.CREDENTIAL;
    }

    /// Whether a parameter is part of the path.
    boolean isInPath(Parameter parameter) {
      return route.match().variables().contains(parameter.name());
    }
  }

  Contents {
    items = List.copyOf(items);
  }

  /// The contents of these dialects.
  ///
  /// @throws IllegalArgumentException if a route is not meant for a port, leaves a variable of its
  ///   path unexplained, or has the id of another one
  static Contents of(List<Dialect> dialects) {
    Set<String> ids = new HashSet<>();
    List<Item> items =
        dialects.stream()
            .flatMap(dialect -> dialect.routes().stream().map(route -> item(dialect, route)))
            .toList();
    for (Item item : items) {
      if (!ids.add(item.operation.id())) {
        throw new IllegalArgumentException("two operations " + item.operation.id());
      }
    }
    return new Contents(items);
  }

  private static Item item(Dialect dialect, Route route) {
    Operation operation =
        switch (route.entry()) {
          case Operation said -> said;
          case Unlisted _ ->
              throw new IllegalArgumentException(route.match() + " is not meant for a port");
        };
    List<String> explained = operation.parameters().stream().map(Parameter::name).toList();
    for (String variable : route.match().variables()) {
      if (!explained.contains(variable)) {
        throw new IllegalArgumentException(route.match() + " does not explain " + variable);
      }
    }
    return new Item(dialect, route, operation);
  }
}
