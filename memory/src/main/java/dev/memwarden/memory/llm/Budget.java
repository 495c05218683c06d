package dev.memwarden.memory.llm;

import dev.memwarden.auth.Allow;
import dev.memwarden.memory.llm.LanguageModelUnavailableException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// What all calls of one request may cost together. Starts when it is made; for one thread.
public final class Budget {
  private final Limits limits;
  private final InstantSource clock;
  private final Instant deadline;
  private int calls;
  private int promptCharacters;
  private int completionTokens;

  /// @param clock measures the duration
  public Budget(Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.deadline = clock.instant().plus(limits.maxDuration());
  }

  /// How much one request may cost.
  ///
  /// @param maxCalls HTTP requests, retries among them
  /// @param maxDuration from the first question to the last answer, pauses among it; less than a
  ///   proof lives, with time left to embed and store
  /// @param maxPromptCharacters of all prompts together, in UTF-16 characters
  /// @param maxCompletionTokens of all answers together
  public record Limits(
      int maxCalls, Duration maxDuration, int maxPromptCharacters, int maxCompletionTokens) {

    private static final Duration LONGEST = Allow.LIFETIME.minusSeconds(15);

    /// Enough for one extraction with a repair, or one answer.
    public static final Limits DEFAULT = new Limits(5, Duration.ofSeconds(30), 200_000, 8_192);

    /// @throws IllegalArgumentException if a limit is not above 0, or the duration too long for the
    ///   proof under which the request runs
    public Limits {
      if (maxCalls < 1 || maxPromptCharacters < 1 || maxCompletionTokens < 1) {
        throw new IllegalArgumentException("a budget allows something");
      }
      if (!maxDuration.isPositive() || maxDuration.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("a budget lasts at most " + LONGEST);
      }
    }

    /// The same limits with another duration.
    ///
    /// @throws IllegalArgumentException if that is too long
    public Limits within(Duration duration) {
      return new Limits(maxCalls, duration, maxPromptCharacters, maxCompletionTokens);
    }
  }

  /// Charges one call with `prompt` before it is made.
  ///
  /// @throws LanguageModelUnavailableException if it would cost more than is left
  void charge(Prompt prompt) {
    if (calls >= limits.maxCalls()) {
      throw exceeded("calls");
    }
    if (completionTokens >= limits.maxCompletionTokens()) {
      throw exceeded("completion tokens");
    }
    if (prompt.length() > limits.maxPromptCharacters() - promptCharacters) {
      throw exceeded("prompt characters");
    }
    requireTime();
    calls++;
    promptCharacters += prompt.length();
  }

  /// Charges the tokens of an answer.
  void charge(int tokens) {
    completionTokens += Math.min(tokens, limits.maxCompletionTokens());
  }

  /// How many tokens the next answer may have.
  int tokensLeft() {
    return Math.max(1, limits.maxCompletionTokens() - completionTokens);
  }

  /// How much time is left; 0 if none.
  Duration timeLeft() {
    Duration left = Duration.between(clock.instant(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// @throws LanguageModelUnavailableException if no time is left
  void requireTime() {
    if (timeLeft().isZero()) {
      throw new LanguageModelUnavailableException(
          Reason.TIMED_OUT, "more than " + limits.maxDuration());
    }
  }

  private static LanguageModelUnavailableException exceeded(String what) {
    return new LanguageModelUnavailableException(Reason.OVER_BUDGET, "no more " + what);
  }
}
