package dev.memwarden.auth.token;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.key.KeyStore;
import dev.memwarden.auth.key.User;
import java.util.function.Consumer;

/// What the store knows of tokens that it does not keep: whether there is a tombstone, and the
/// status of whom they prove.
final class UnstoredTokens {
  private final KeyStore store;
  private final Consumer<Identity> arrivals;

  /// @param arrivals hears of whoever presents a good token and is not stored yet; stores it
  UnstoredTokens(KeyStore store, Consumer<Identity> arrivals) {
    this.store = store;
    this.arrivals = arrivals;
  }

  /// The identity as it is now.
  ///
  /// @throws dev.memwarden.auth.StoreUnavailableException if the store cannot answer
  Authentication asStored(Identity proved) {
    KeyStore.Grave grave = store.grave(proved.credential().id(), proved.principal());
    if (grave.revocation().isPresent()) {
      return new Refused(Refusal.REVOKED);
    }
    if (!User.mayAct(grave.owner())) {
      return new Refused(Refusal.DISABLED_PRINCIPAL);
    }
    if (grave.owner().isEmpty()) {
      arrivals.accept(proved);
    }
    return new Authenticated(proved);
  }
}
