package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.dialect.redisams.record.MemoryRecord;
import dev.memwarden.server.dialect.redisams.scope.Scope;
import dev.memwarden.server.fastapi.Input;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.fastapi.Problems;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/long-term-memory/`.
///
/// @param deduplicate whether a memory is kept that says the same in the same place
record CreateRequest(List<MemoryRecord> memories, boolean deduplicate) {

  /// Most memories of one request, and how much text they may have, in bytes of UTF-8: what can be
  /// embedded while the permission to store it holds.
  static final int MAX_MEMORIES = 256;

  static final int MAX_BYTES = 131_072;

  CreateRequest {
    memories = List.copyOf(memories);
  }

  /// Writing demands exactly the places that are written: all of them, or nothing is.
  List<Demand> demands(Identity caller) {
    List<Demand> demands =
        memories.stream()
            .map(memory -> Box.exactly(memory.scope().place()))
            .distinct()
            .map(place -> new Demand(Action.MEMORY_WRITE, place))
            .toList();
    return demands.isEmpty()
        ? List.of(new Demand(Action.MEMORY_WRITE, Box.ofTenant(caller.principal().tenant())))
        : demands;
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<CreateRequest> {

    @Override
    public Decoded<CreateRequest> decode(Identity caller, Call call) {
      return Input.ofBody(
          call,
          (_, part) ->
              new CreateRequest(memories(caller, part), part.flag("deduplicate").orElse(true)));
    }

    private static List<MemoryRecord> memories(Identity caller, Part part) {
      if (!part.has("memories")) {
        return part.wrong(Problems.missing(part.at("memories")), List.of());
      }
      List<MemoryRecord> memories =
          part.objects("memories", MAX_MEMORIES, record -> record(caller, record))
              .orElse(List.of());
      for (int i = 0; i < memories.size(); i++) {
        emptyAt(i, memories.get(i), part);
      }
      int bytes =
          memories.stream()
              .mapToInt(memory -> memory.text().getBytes(StandardCharsets.UTF_8).length)
              .sum();
      return bytes <= MAX_BYTES
          ? memories
          : part.wrong(Problems.tooLarge(part.at("memories"), MAX_BYTES), List.of());
    }

    private static void emptyAt(int index, MemoryRecord memory, Part part) {
      if (memory.text().isBlank()) {
        part.wrong(
            Problems.value(part.at("memories"), "Memory at index " + index + " has empty text"),
            Optional.empty());
      }
    }

    private static MemoryRecord record(Identity caller, Part part) {
      Scope scope =
          Scope.of(caller, part.id("user_id"), part.id("session_id"), part.id("namespace"));
      return MemoryRecord.read(part, scope, "semantic", true);
    }

    @Override
    public Encoded encode(CreateRequest request) {
      ObjectNode body = Json.object();
      ArrayNode memories = body.putArray("memories");
      for (MemoryRecord memory : request.memories) {
        ObjectNode node = memory.json();
        memory.scope().writeTo(node);
        memories.add(node);
      }
      return TargetWriter.of("/v1/long-term-memory/")
          .encoded(body.put("deduplicate", request.deduplicate));
    }
  }
}
