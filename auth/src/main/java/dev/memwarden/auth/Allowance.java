package dev.memwarden.auth;

import java.util.List;
import java.util.Optional;

/// How much may be used up through one credential.
///
/// @param rates how often it may be used; all of them hold, none means as often as one likes
/// @param memories nothing is added with it for an owner who has so many memories, messages,
///   summaries and documents already, made with whatever credential; 1 or more
public record Allowance(List<Rate> rates, Optional<Integer> memories) {

  /// As much as one likes.
  public static final Allowance UNLIMITED = new Allowance(List.of(), Optional.empty());

  /// @throws IllegalArgumentException if not even one memory may be kept
  public Allowance {
    rates = List.copyOf(rates);
    if (memories.filter(most -> most < 1).isPresent()) {
      throw new IllegalArgumentException("an owner may have at least one memory");
    }
  }

  /// This, with what it leaves open taken from `other`.
  public Allowance or(Allowance other) {
    return new Allowance(rates.isEmpty() ? other.rates : rates, memories.or(other::memories));
  }

  /// What of this goes beyond `parent`, in words for whoever asked for it; empty if nothing does.
  Optional<String> excess(Allowance parent) {
    if (!parent.rates.stream().allMatch(its -> rates.stream().anyMatch(own -> own.within(its)))) {
      return Optional.of("the key could be used more often than yours");
    }
    boolean fewEnough =
        parent.memories.isEmpty()
            || memories.filter(most -> most <= parent.memories.get()).isPresent();
    return fewEnough
        ? Optional.empty()
        : Optional.of("the key could keep more memories than yours");
  }
}
