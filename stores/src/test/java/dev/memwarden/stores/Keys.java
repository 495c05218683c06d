package dev.memwarden.stores;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyHash;
import dev.memwarden.auth.key.KeyProof;
import dev.memwarden.auth.key.KeyRecord;
import java.util.Optional;

/// Keys to be stored: for memory and chat, without an end.
public final class Keys {
  private Keys() {}

  /// One whose text is `text of` and its id.
  public static KeyRecord of(String id, Principal owner) {
    return of(id, owner, KeyHash.of(Secret.of("text of " + id)));
  }

  public static KeyRecord of(String id, Principal owner, KeyProof proof) {
    return new KeyRecord(
        id,
        owner,
        Optional.empty(),
        Optional.empty(),
        Ceiling.of(Action.MEMORY_AND_CHAT, Box.EVERYWHERE),
        proof,
        Proofs.NOON,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
