package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.memory.Memory;
import dev.memwarden.server.fastapi.Part;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// How much it counts that a memory is new, or was looked at lately.
///
/// @param boost whether it counts at all
/// @param semantic weight of how well the memory fits
/// @param recency weight of the two below, together
/// @param freshness weight of when it was looked at last
/// @param novelty weight of when it was made
/// @param accessHalfLife days in which the former halves
/// @param createdHalfLife days in which the latter halves
public record Recency(
    boolean boost,
    double semantic,
    double recency,
    double freshness,
    double novelty,
    double accessHalfLife,
    double createdHalfLife) {

  /// What holds unless something else is asked for.
  static final Recency DEFAULT = new Recency(true, 0.8, 0.2, 0.6, 0.4, 7, 30);

  private static final double MAX_WEIGHT = 100;
  private static final double SHORTEST = 0.001;
  private static final double LONGEST = 36_500;
  private static final double MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

  static Recency read(Part part) {
    return new Recency(
        part.flag("recency_boost").orElse(DEFAULT.boost),
        weight(part, "recency_semantic_weight", DEFAULT.semantic),
        weight(part, "recency_recency_weight", DEFAULT.recency),
        weight(part, "recency_freshness_weight", DEFAULT.freshness),
        weight(part, "recency_novelty_weight", DEFAULT.novelty),
        days(part, "recency_half_life_last_access_days", DEFAULT.accessHalfLife),
        days(part, "recency_half_life_created_days", DEFAULT.createdHalfLife));
  }

  private static double weight(Part part, String name, double otherwise) {
    return part.fraction(name, 0, MAX_WEIGHT).orElse(otherwise);
  }

  private static double days(Part part, String name, double otherwise) {
    return part.fraction(name, SHORTEST, LONGEST).orElse(otherwise);
  }

  void writeTo(ObjectNode node) {
    node.put("recency_boost", boost)
        .put("recency_semantic_weight", semantic)
        .put("recency_recency_weight", recency)
        .put("recency_freshness_weight", freshness)
        .put("recency_novelty_weight", novelty)
        .put("recency_half_life_last_access_days", accessHalfLife)
        .put("recency_half_life_created_days", createdHalfLife);
  }

  /// By what to sort.
  ///
  /// @param fit how well the memory fits, higher is better
  double rank(Memory memory, double fit, Instant now) {
    Instant accessed = memory.access().last().orElse(memory.createdAt());
    return semantic * fit
        + recency
            * (freshness * left(accessed, now, accessHalfLife)
                + novelty * left(memory.createdAt(), now, createdHalfLife));
  }

  private static double left(Instant since, Instant now, double halfLife) {
    double days = Math.max(0, Duration.between(since, now).toMillis() / MILLIS_PER_DAY);
    return Math.pow(0.5, days / halfLife);
  }
}
