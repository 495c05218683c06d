package dev.memwarden.auth.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// How far each chain had come at some moment, signed: kept elsewhere, it shows later whether
/// anything was taken away from the end of the log, or the log was put back from an earlier day.
///
/// @param heads the last entry of each writer, in order of their names
/// @param signature under the master key
public record Checkpoint(Instant at, List<ChainLink> heads, String signature) {
  public Checkpoint {
    at = at.truncatedTo(ChronoUnit.MICROS);
    heads = List.copyOf(heads);
  }
}
