package dev.memwarden.auth.key;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Secret;
import java.util.Optional;
import java.util.function.Function;

/// Ends keys whose texts were found where others can read them.
///
/// Only who has all of a key can end it so: an id with another secret is no key. No slow hash is
/// computed, so an imported hash is found once its text has been seen here, or came with its
/// import; see [UntaggedKeys].
///
/// **Cost**: for a text that cannot be a key of ours nothing but a checksum; else one question to
/// the store. All methods throw [dev.memwarden.auth.StoreUnavailableException] if it cannot answer.
public final class LeakedKeys {
  private final KeyStore store;
  private final ConfiguredKeys configured;
  private final KeyProver prover;
  private final KeyService keys;

  /// @param prover compares the proofs of known keys
  /// @param keys ends them
  public LeakedKeys(KeyStore store, ConfiguredKeys configured, KeyProver prover, KeyService keys) {
    this.store = store;
    this.configured = configured;
    this.prover = prover;
    this.keys = keys;
  }

  /// What a text turned out to be.
  public enum Finding {
    /// No key that is known here.
    UNKNOWN,
    /// A key that was revoked before: nothing was changed.
    REVOKED_BEFORE,
    /// A key, which is revoked from now on.
    REVOKED
  }

  /// Revokes the key that `text` is, in whichever tenant it is.
  ///
  /// @param proof for `keys:manage` in all of a tenant; asked for once it is known whose key it is
  public Finding revoke(Secret text, String reason, Function<String, Allow> proof) {
    Optional<KeyRecord> found = find(text);
    if (found.isEmpty()) {
      return Finding.UNKNOWN;
    }
    KeyRecord key = found.get();
    if (key.revocation().isPresent()) {
      return Finding.REVOKED_BEFORE;
    }
    Optional<KeyRecord> _ = keys.revoke(proof.apply(key.principal().tenant()), key.id(), reason);
    return Finding.REVOKED;
  }

  private Optional<KeyRecord> find(Secret text) {
    return switch (KeyText.shapeOf(text)) {
      case KeyText.Shape.Own(String id) ->
          store.find(id).map(KeyStore.Owned::key).filter(key -> proves(key.hash(), text));
      case KeyText.Shape.BrokenOwn _ -> Optional.empty();
      // Nothing but the whole text has its tag.
      case KeyText.Shape.Foreign _ ->
          configured
              .find(text)
              .map(entry -> entry.asOf(store))
              .or(() -> store.findTagged(prover.tags(text)))
              .map(KeyStore.Owned::key);
    };
  }

  // A key that is kept as a slow hash has a keyed tag beside it, over all of its text.
  private boolean proves(KeyProof proof, Secret text) {
    return proof.sha256().proves(text) || prover.isTagged(proof.tag(), text);
  }
}
