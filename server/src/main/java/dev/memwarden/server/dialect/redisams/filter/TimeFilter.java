package dev.memwarden.server.dialect.redisams.filter;

import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.fastapi.Problems;
import dev.memwarden.server.fastapi.Times;
import dev.memwarden.server.http.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A condition on a time, to the microsecond. All parts hold; what has no time meets none but `ne`.
///
/// @param between first and last, both included
public record TimeFilter(
    Optional<Instant> gt,
    Optional<Instant> lt,
    Optional<Instant> gte,
    Optional<Instant> lte,
    Optional<Instant> eq,
    Optional<Instant> ne,
    Optional<List<Instant>> between) {

  private static final Set<String> NAMES = Set.of("gt", "lt", "gte", "lte", "eq", "ne", "between");

  /// Says nothing: every memory meets it.
  static final TimeFilter NONE =
      new TimeFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// Reads a filter; see [TagFilter#read].
  static TimeFilter read(Part part) {
    Operators.check(part, NAMES);
    Optional<List<Instant>> between = part.times("between", 2);
    if (between.isPresent() && between.get().size() < 2) {
      part.wrong(Problems.value(part.at("between"), "between needs two times"), Optional.empty());
    }
    return new TimeFilter(
        part.time("gt"),
        part.time("lt"),
        part.time("gte"),
        part.time("lte"),
        part.time("eq"),
        part.time("ne"),
        between.filter(times -> times.size() == 2));
  }

  /// Whether a time, or that there is none, meets all of this.
  public boolean fits(Optional<Instant> given) {
    if (given.isEmpty()) {
      return gt.or(() -> lt).or(() -> gte).or(() -> lte).or(() -> eq).isEmpty()
          && between.isEmpty();
    }
    Instant time = given.get().truncatedTo(ChronoUnit.MICROS);
    return gt.stream().allMatch(time::isAfter)
        && lt.stream().allMatch(time::isBefore)
        && gte.stream().noneMatch(time::isBefore)
        && lte.stream().noneMatch(time::isAfter)
        && eq.stream().allMatch(time::equals)
        && ne.stream().noneMatch(time::equals)
        && between.stream()
            .noneMatch(times -> time.isBefore(times.getFirst()) || time.isAfter(times.getLast()));
  }

  /// The filter as it is sent.
  public ObjectNode json() {
    ObjectNode node = Json.object();
    gt.ifPresent(time -> node.put("gt", Times.text(time)));
    lt.ifPresent(time -> node.put("lt", Times.text(time)));
    gte.ifPresent(time -> node.put("gte", Times.text(time)));
    lte.ifPresent(time -> node.put("lte", Times.text(time)));
    eq.ifPresent(time -> node.put("eq", Times.text(time)));
    ne.ifPresent(time -> node.put("ne", Times.text(time)));
    between.ifPresent(times -> {
      ArrayNode array = node.putArray("between");
      times.forEach(time -> array.add(Times.text(time)));
    });
    return node;
  }
}
