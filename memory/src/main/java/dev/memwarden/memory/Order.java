package dev.memwarden.memory;

/// In which order items are listed: that in which they were first stored, or the other way round.
public enum Order {
  NEWEST_FIRST,
  OLDEST_FIRST
}
