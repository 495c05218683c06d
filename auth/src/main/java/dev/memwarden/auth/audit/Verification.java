package dev.memwarden.auth.audit;

/// What became of looking through the log.
public sealed interface Verification {

  /// Every entry is as it was written, and none is missing.
  ///
  /// @param entries how many there are
  /// @param now where the log ends, to be kept elsewhere
  record Intact(long entries, Checkpoint now) implements Verification {}

  /// It is not as it was written.
  ///
  /// @param seq number of the first entry where that shows
  /// @param what is wrong, for a person
  record Broken(String writer, long seq, String what) implements Verification {}
}
