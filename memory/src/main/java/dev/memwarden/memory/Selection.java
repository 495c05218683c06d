package dev.memwarden.memory;

import java.util.Optional;
import java.util.function.Predicate;

/// Which items in reach are meant.
///
/// Where an item is, is never a condition: callers narrow their proof with
/// [dev.memwarden.auth.Allow#within]. A condition only ever sees items that are in reach and whose
/// integrity stamp holds, so it cannot tell anything about others. It costs a look at every item of
/// the kind in reach.
///
/// @param condition quick and without side effects: a store may ask it inside its transaction
public record Selection(Kind kind, Optional<Predicate<Memory>> condition) {

  /// All items of a kind.
  public static Selection of(Kind kind) {
    return new Selection(kind, Optional.empty());
  }

  /// Those of them that also meet `condition`.
  public Selection where(Predicate<Memory> condition) {
    return new Selection(kind, Optional.of(this.condition.map(condition::and).orElse(condition)));
  }

  /// Whether an item is meant.
  public boolean fits(Memory memory) {
    return memory.kind() == kind && condition.stream().allMatch(its -> its.test(memory));
  }
}
