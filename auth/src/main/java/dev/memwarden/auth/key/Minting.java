package dev.memwarden.auth.key;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;

/// The answer to a wish for a new key.
public sealed interface Minting {

  /// It was made and is stored.
  ///
  /// @param text the key itself, to be shown this once
  /// @param isOwnerDisabled whether it will not work before its owner is enabled again
  record Minted(KeyRecord key, Secret text, boolean isOwnerDisabled) implements Minting {}

  /// It would have given more than the minter has to give; nothing was made.
  ///
  /// @param reason what was too much; may be shown to the minter
  record NotWithin(String reason) implements Minting {}

  /// The text that it should have cannot be a key here; nothing was made.
  ///
  /// @param reason such as `is one of API_KEYS`; never with the text
  record UnfitText(String reason) implements Minting {}

  /// Its owner was deleted, so that it could not work; nothing was made.
  record OwnerDeleted(Principal owner) implements Minting {}
}
