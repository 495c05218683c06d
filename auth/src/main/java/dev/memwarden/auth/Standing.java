package dev.memwarden.auth;

/// Says whether a credential that was once verified is still good.
@FunctionalInterface
public interface Standing {

  /// @param proved what the credential proved when it was presented
  /// @return the identity as it is now, or why the credential no longer proves it
  /// @throws StoreUnavailableException if the answer cannot be known now
  Authentication of(Identity proved);
}
