package dev.memwarden.server.dialect.zep;

import dev.memwarden.memory.Memory;
import dev.memwarden.server.http.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// The `metadata` of a search: what to look among.
///
/// @param from the time of creation, and not earlier
/// @param to the time of creation, and not later
record Filter(Optional<Where> where, Optional<Instant> from, Optional<Instant> to) {

  /// Everything.
  static final Filter NONE = new Filter(Optional.empty(), Optional.empty(), Optional.empty());

  private static final List<String> FIELDS = List.of("where", "start_date", "end_date");

  static Filter read(Reading reading) {
    Optional<ObjectNode> metadata = reading.object("metadata");
    if (metadata.isEmpty()) {
      return NONE;
    }
    Reading inside = reading.within("metadata", metadata.get());
    for (String other : inside.others(FIELDS)) {
      // To overlook a filter would be to show what was to be left out.
      return inside.wrong(inside.problem(other, "is no filter"), NONE);
    }
    return new Filter(
        inside.object("where").map(where -> WhereReader.read(inside.within("where", where))),
        inside.time("start_date"),
        inside.time("end_date"));
  }

  boolean isEmpty() {
    return where.isEmpty() && from.isEmpty() && to.isEmpty();
  }

  /// As a client sends it.
  ObjectNode written() {
    ObjectNode node = Json.object();
    where.ifPresent(filter -> node.set("where", filter.written()));
    from.ifPresent(time -> node.put("start_date", time.toString()));
    to.ifPresent(time -> node.put("end_date", time.toString()));
    return node;
  }

  /// What it asks of an item.
  Predicate<Memory> condition() {
    return item ->
        from.map(time -> !item.createdAt().isBefore(time)).orElse(true)
            && to.map(time -> !item.createdAt().isAfter(time)).orElse(true)
            && where.map(filter -> filter.fits(Metadata.stored(item.metadata()))).orElse(true);
  }
}
