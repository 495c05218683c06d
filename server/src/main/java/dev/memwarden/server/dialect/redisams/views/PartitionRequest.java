package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.dialect.redisams.filter.Filters.TagField;
import dev.memwarden.server.fastapi.Input;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.fastapi.Problems;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/summary-views/{view_id}/partitions/run`.
///
/// @param group values by field
record PartitionRequest(Where where, String view, Map<String, String> group) {

  PartitionRequest {
    group = Map.copyOf(group);
  }

  /// Reading the view and what it may be made of, and writing what comes of it.
  List<Demand> demands() {
    return List.of(
        new Demand(Action.MEMORY_READ, where.views()),
        new Demand(Action.MEMORY_READ, where.memories()),
        new Demand(Action.MEMORY_WRITE, where.partitions()));
  }

  private static Map<String, String> group(Part part) {
    Map<String, String> group = new TreeMap<>();
    for (String field : part.names()) {
      boolean place =
          field.equals(TagField.USER.word())
              || field.equals(TagField.SESSION.word())
              || field.equals(TagField.LABEL.word());
      (place ? part.id(field) : part.text(field, Part.MAX_NAME_BYTES))
          .ifPresent(value -> group.put(field, value));
    }
    return group;
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<PartitionRequest> {

    @Override
    public Decoded<PartitionRequest> decode(Identity caller, Call call) {
      return Input.ofBody(
          call,
          (input, part) -> {
            Optional<Part> given = part.object("group");
            if (given.isEmpty() && !part.has("group")) {
              part.wrong(Problems.missing(part.at("group")), given);
            }
            Map<String, String> group = given.map(PartitionRequest::group).orElse(Map.of());
            return new PartitionRequest(
                Where.of(
                    caller,
                    Optional.ofNullable(group.get(TagField.USER.word())),
                    Optional.ofNullable(group.get(TagField.SESSION.word())),
                    Optional.ofNullable(group.get(TagField.LABEL.word()))),
                input.pathId("view_id"),
                group);
          });
    }

    @Override
    public Encoded encode(PartitionRequest request) {
      ObjectNode body = Json.object();
      ObjectNode values = body.putObject("group");
      new TreeMap<>(request.group).forEach(values::put);
      return TargetWriter.of("/v1/summary-views", request.view)
          .then("/partitions/run")
          .encoded(body);
    }
  }
}
