package dev.memwarden.auth.key;

import java.util.List;

/// Hears of every change of authority that the store has acknowledged, and from then on answers
/// nothing that was read before.
public interface AuthorityListener {

  /// The credential of this id has changed.
  void invalidate(String id);

  /// Somebody's status has changed, or anything else that may concern any credential.
  void invalidateAll();

  /// One that passes everything on to all of `listeners`.
  static AuthorityListener all(List<AuthorityListener> listeners) {
    List<AuthorityListener> all = List.copyOf(listeners);
    return new AuthorityListener() {
      @Override
      public void invalidate(String id) {
        all.forEach(listener -> listener.invalidate(id));
      }

      @Override
      public void invalidateAll() {
        all.forEach(AuthorityListener::invalidateAll);
      }
    };
  }
}
