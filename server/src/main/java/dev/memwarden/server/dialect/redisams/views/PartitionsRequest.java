package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.dialect.redisams.filter.Filters.TagField;
import dev.memwarden.server.fastapi.Input;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `GET /v1/summary-views/{view_id}/partitions`.
///
/// @param wanted only groups that have these values
record PartitionsRequest(Where where, String view, Map<String, String> wanted) {

  PartitionsRequest {
    wanted = Map.copyOf(wanted);
  }

  /// Reading the view and what it is made of. Who may write it too has it brought up to date.
  List<Demand> demands() {
    return List.of(
        new Demand(Action.MEMORY_READ, where.views()),
        new Demand(Action.MEMORY_READ, where.memories()),
        Demand.optional(Action.MEMORY_WRITE, where.views()));
  }

  /// Whether a summary is wanted.
  boolean wants(Partition partition) {
    return partition.group().entrySet().containsAll(wanted.entrySet());
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<PartitionsRequest> {

    @Override
    public Decoded<PartitionsRequest> decode(Identity caller, Call call) {
      return Input.ofTarget(
          call,
          input -> {
            Map<String, String> wanted = new TreeMap<>();
            for (TagField field : View.GROUPS) {
              (field == TagField.TYPE ? input.text(field.word()) : input.id(field.word()))
                  .ifPresent(value -> wanted.put(field.word(), value));
            }
            return new PartitionsRequest(
                Where.of(
                    caller,
                    Optional.ofNullable(wanted.get(TagField.USER.word())),
                    Optional.ofNullable(wanted.get(TagField.SESSION.word())),
                    Optional.ofNullable(wanted.get(TagField.LABEL.word()))),
                input.pathId("view_id"),
                wanted);
          });
    }

    @Override
    public Encoded encode(PartitionsRequest request) {
      TargetWriter target = TargetWriter.of("/v1/summary-views", request.view).then("/partitions");
      for (TagField field : View.GROUPS) {
        target.with(field.word(), Optional.ofNullable(request.wanted.get(field.word())));
      }
      return target.encoded();
    }
  }
}
