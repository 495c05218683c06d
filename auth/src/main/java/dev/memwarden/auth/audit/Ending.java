package dev.memwarden.auth.audit;

import java.util.Locale;

/// What came of something, and why.
///
/// @param reason the real one: a [dev.memwarden.auth.Refusal], the status of a reply, or the kind
///   of fault. It is not what the caller was told
public record Ending(Outcome outcome, String reason) {

  /// How something may end.
  public enum Outcome {
    /// It was allowed, and done as far as there was anything to do.
    ALLOWED,
    /// It was refused.
    DENIED,
    /// It was allowed and went wrong: whether it happened is not known.
    FAILED,
    /// Stored as something that this version does not know, as only a raw edit can make it.
    UNKNOWN;

    /// The word on the wire.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The outcome of a word; [#UNKNOWN] for any other.
    public static Outcome of(String word) {
      for (Outcome outcome : values()) {
        if (outcome.word().equals(word)) {
          return outcome;
        }
      }
      return UNKNOWN;
    }
  }

  /// Done.
  public static final Ending DONE = allowed("");

  /// Allowed, with `reason`.
  public static Ending allowed(String reason) {
    return new Ending(Outcome.ALLOWED, reason);
  }

  /// Refused, because of `reason`.
  public static Ending denied(String reason) {
    return new Ending(Outcome.DENIED, reason);
  }

  /// Went wrong, because of this. Its message may say anything, so only its kind is kept.
  public static Ending failed(Throwable fault) {
    return new Ending(Outcome.FAILED, fault.getClass().getSimpleName());
  }
}
