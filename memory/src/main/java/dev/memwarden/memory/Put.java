package dev.memwarden.memory;

import java.util.List;

/// What became of drafts: all of them are stored, or none is.
public sealed interface Put {

  /// All are stored.
  ///
  /// @param effects one per draft, in order
  record Done(List<Outcome.Effect> effects) implements Put {
    public Done {
      effects = List.copyOf(effects);
    }
  }

  /// Nothing is stored: the owner has an item of this kind and id that may not be replaced, because
  /// it is out of reach or its integrity stamp does not hold.
  record Taken(String id) implements Put {}

  /// Nothing is stored: an owner would have more than may be added to with this credential.
  ///
  /// @param most how many items an owner may have, see [dev.memwarden.auth.Allowance#memories]
  record Full(int most) implements Put {

    /// In words for whoever wanted to add some.
    public String reason() {
      return "This credential adds nothing for an owner who has " + most + " memories: delete some";
    }
  }
}
