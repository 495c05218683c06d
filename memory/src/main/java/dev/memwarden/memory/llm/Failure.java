package dev.memwarden.memory.llm;

import dev.memwarden.memory.llm.LanguageModelUnavailableException.Reason;
import java.time.Duration;
import java.util.Optional;

/// Why one call gave no answer.
///
/// @param detail for the log; nothing that the endpoint sent
/// @param passing whether another try may succeed
/// @param wish how long the endpoint asks to wait before that
record Failure(Reason reason, String detail, boolean passing, Optional<Duration> wish) {

  /// One that another try will not mend.
  static Failure lasting(Reason reason, String detail) {
    return new Failure(reason, detail, false, Optional.empty());
  }

  /// One that another try may mend.
  static Failure passing(Reason reason, String detail) {
    return new Failure(reason, detail, true, Optional.empty());
  }

  LanguageModelUnavailableException asException() {
    return new LanguageModelUnavailableException(reason, detail);
  }
}
