package dev.memwarden.auth;

import java.net.InetAddress;
import java.util.Optional;

/// Turns one kind of credential into the identity that it proves. Implementations are thread-safe
/// and hold no request state.
public interface Authenticator<C extends Credential> {

  /// Judges `credential`, presented from address `from`. May block on a store.
  ///
  /// @return the identity, or why it was refused; a refusal is an ordinary answer
  /// @throws StoreUnavailableException if the answer cannot be known now; the request then fails
  ///   closed with 503 and is never tried with another authenticator
  Authentication authenticate(C credential, InetAddress from);

  /// The same judgement as [#authenticate] where memory alone can give it, without blocking.
  ///
  /// @return empty if a store has to be asked: then, and for every credential that does not verify,
  ///   so that a wrong secret and an unknown id cost the same
  Optional<Authentication> ifCached(C credential, InetAddress from);
}
