package dev.memwarden.auth.key;

import static dev.memwarden.auth.key.User.Status.ACTIVE;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Principal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// Shows principals and changes what they may do at all. Everything takes the proof for
/// `users:manage` and works within its reach; a change is durable and in force on this node when
/// its method returns.
///
/// All methods throw [StoreUnavailableException] if the store cannot answer.
public final class UserService {
  private final UserStore store;
  private final AuthorityListener listener;
  private final InstantSource clock;

  public UserService(UserStore store, AuthorityListener listener, InstantSource clock) {
    this.store = store;
    this.listener = listener;
    this.clock = clock;
  }

  /// Principals in reach, by kind and id; deleted ones too.
  public Page<User> list(Allow allow, Slice<Principal> slice) {
    return Page.of(store.list(allow, slice.oneMore()), slice.limit());
  }

  /// Stores those of `principals` about whom nothing is stored yet. One who was deleted stays so.
  public void ensure(Allow allow, Set<Principal> principals) {
    for (Principal principal : principals) {
      if (store.find(allow, principal).isEmpty()) {
        store.ensure(allow, principal, clock.instant());
      }
    }
  }

  /// None of its credentials works until it is enabled again.
  ///
  /// @return the principal as it is now; empty if there is none in reach
  public Optional<User> disable(Allow allow, Principal principal) {
    return change(allow, principal, User.Status.DISABLED);
  }

  /// Its credentials work again, apart from those that were revoked.
  ///
  /// @return the principal as it is now; empty if there is none in reach
  public Optional<User> enable(Allow allow, Principal principal) {
    return change(allow, principal, ACTIVE);
  }

  /// Revokes its keys and removes its memory, for good. It is disabled before that, and stays so if
  /// the removal fails.
  ///
  /// @return the principal as it is now; empty if there is none in reach
  public Optional<User> delete(Allow allow, Principal principal) {
    // To remove its memory may take long: nobody shall come in as it meanwhile.
    if (store.find(allow, principal).filter(user -> user.status() == ACTIVE).isPresent()) {
      Optional<User> _ = change(allow, principal, User.Status.DISABLED);
    }
    return change(allow, principal, User.Status.DELETED);
  }

  private Optional<User> change(Allow allow, Principal principal, User.Status status) {
    try {
      return store.changeStatus(allow, principal, status, clock.instant());
    } finally {
      // Also if the store gave no answer: it may have done it all the same.
      listener.invalidateAll();
    }
  }
}
