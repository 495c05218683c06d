package dev.memwarden.memory.llm;

/// There is no usable answer of the language model. Whoever asked has a way without it.
///
/// Carries nothing that an endpoint sent: error bodies may repeat keys and prompts.
public final class LanguageModelUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Why.
  public enum Reason {
    /// It cannot be reached, or the connection broke.
    UNREACHABLE("the language model cannot be reached"),
    /// It asks to come back later, or has a fault of its own.
    BUSY("the language model is busy"),
    /// It does not accept the request: a wrong key, model or parameter.
    REJECTED("the language model did not accept the request"),
    /// It took too long.
    TIMED_OUT("the language model took too long"),
    /// The request would have cost more than it may.
    OVER_BUDGET("the request is too large for the language model"),
    /// It said something that is no answer.
    USELESS("the language model gave no usable answer");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    /// In words that any caller may see.
    public String sentence() {
      return sentence;
    }
  }

  private final Reason reason;

  LanguageModelUnavailableException(Reason reason, String detail) {
    super(reason.sentence() + ": " + detail);
    this.reason = reason;
  }

  /// Why.
  public Reason reason() {
    return reason;
  }
}
