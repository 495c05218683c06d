package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.memory.Memory;
import dev.memwarden.server.dialect.redisams.record.Shown;
import dev.memwarden.server.http.Json;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A page of what a search found.
///
/// @param total how many there are as far as is known: all of a list; of what is ranked, those up
///   to the end of this page, and one more if there is another page
/// @param next where the next page begins, if there is one
public record Found(List<One> memories, Mode mode, long total, OptionalInt next) {
  public Found {
    memories = List.copyOf(memories);
  }

  /// One memory.
  ///
  /// @param distance 0 is nearest
  /// @param score 1 is best; empty in a list, in which all fit
  public record One(Memory memory, double distance, OptionalDouble score) {

    /// One of a ranking.
    static One of(Memory memory, double score) {
      return new One(memory, 1 - score, OptionalDouble.of(score));
    }
  }

  /// The page as it is shown.
  public ObjectNode json() {
    ObjectNode body = Json.object();
    body.set("memories", array());
    body.put("total", total);
    return next.isPresent()
        ? body.put("next_offset", next.getAsInt())
        : body.putNull("next_offset");
  }

  /// Its memories.
  public ArrayNode array() {
    ArrayNode array = Json.array();
    memories.forEach(
        one -> array.add(Shown.found(one.memory, one.distance, one.score, mode.word())));
    return array;
  }
}
