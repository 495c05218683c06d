package dev.memwarden.memory;

import java.util.Optional;

/// What became of a [Revision]. Unless it is done, nothing has changed.
public sealed interface Revised {

  /// @param memory as it is now
  record Done(Memory memory) implements Revised {}

  /// Not exactly one item of that id is in reach.
  record Unknown() implements Revised {}

  /// It may not be moved to where it should go.
  record Beyond() implements Revised {}

  /// Whose it would be has an item of its kind and id already.
  record Taken() implements Revised {}

  /// Whose it would be has as many items as may be added to with this credential.
  record Full(int most) implements Revised {}

  /// The item as it is now, if it was changed.
  default Optional<Memory> done() {
    return this instanceof Done(Memory memory) ? Optional.of(memory) : Optional.empty();
  }
}
