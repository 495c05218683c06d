package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.dialect.redisams.filter.Filters.TagField;
import dev.memwarden.server.fastapi.Input;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/summary-views`.
///
/// @param unsupported filters that make no sense
record CreateViewRequest(Where where, View view, List<String> unsupported) {
  private static final int MOST_NAMED = 10;

  CreateViewRequest {
    unsupported = List.copyOf(unsupported);
  }

  /// Writing in the caller's own space, where the view is read too, and reading what it names.
  List<Demand> demands() {
    return List.of(
        new Demand(Action.MEMORY_WRITE, Box.exactly(where.own().place())),
        new Demand(Action.MEMORY_READ, where.views()),
        new Demand(Action.MEMORY_READ, where.memories()));
  }

  /// Why there can be no such view.
  Optional<String> refusal() {
    if (!view.source().equals(View.SOURCE)) {
      return Optional.of("Only source '" + View.SOURCE + "' is supported");
    }
    return named("Unsupported group_by fields: ", view.unsupportedGroups())
        .or(() -> named("Unsupported filter fields: ", unsupported));
  }

  private static Optional<String> named(String what, List<String> fields) {
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(
            what + String.join(", ", fields.stream().sorted().limit(MOST_NAMED).toList()));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<CreateViewRequest> {

    @Override
    public Decoded<CreateViewRequest> decode(Identity caller, Call call) {
      return Input.ofBody(
          call,
          (_, part) -> {
            View view = View.read(part);
            Where where =
                Where.of(
                    caller,
                    view.filters().exactly(TagField.USER),
                    view.filters().exactly(TagField.SESSION),
                    view.filters().exactly(TagField.LABEL));
            return new CreateViewRequest(where, view, unsupported(part));
          });
    }

    private static List<String> unsupported(Part part) {
      return part.given("filters")
          .filter(ObjectNode.class::isInstance)
          .map(filters ->
              filters.propertyNames().stream().filter(name -> !View.filtersBy(name)).toList())
          .orElse(List.of());
    }

    @Override
    public Encoded encode(CreateViewRequest request) {
      ObjectNode body = request.view.json();
      ObjectNode filters = request.view.filters().json();
      request.unsupported.forEach(name -> filters.set(name, Json.object()));
      body.set("filters", filters);
      return TargetWriter.of("/v1/summary-views").encoded(body);
    }
  }
}
