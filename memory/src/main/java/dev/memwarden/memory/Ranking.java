package dev.memwarden.memory;

/// What makes one item fit a question better than another.
public enum Ranking {
  /// Meaning and words together, by rank alone: scores above 0, comparable within one search only.
  FUSED,
  /// Meaning alone: the cosine of the angle between the vectors, from -1 to 1.
  MEANING,
  /// Words alone (Okapi BM25): scores above 0. What has none of the words is not found.
  WORDS
}
