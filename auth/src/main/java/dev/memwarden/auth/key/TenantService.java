package dev.memwarden.auth.key;

import dev.memwarden.auth.Allow;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Makes tenants, and ends and restores all authority in one. A change is durable and in force on
/// this node when its method returns.
///
/// All methods throw [StoreUnavailableException] if the store cannot answer.
public final class TenantService {
  private final TenantStore store;
  private final AuthorityListener listener;
  private final InstantSource clock;

  public TenantService(TenantStore store, AuthorityListener listener, InstantSource clock) {
    this.store = store;
    this.listener = listener;
    this.clock = clock;
  }

  /// Tenants by id; for whoever runs the server.
  public Page<Tenant> list(Slice<String> slice) {
    return Page.of(store.list(slice.oneMore()), slice.limit());
  }

  /// Whether there is no tenant but this one.
  public boolean isOnly(String tenant) {
    return store.list(Slice.first(2)).stream().allMatch(known -> known.id().equals(tenant));
  }

  /// Makes the tenant of the caller.
  ///
  /// @return the new one; empty if it was there before
  public Optional<Tenant> add(Allow allow) {
    return store.add(allow, now());
  }

  /// No credential of anybody in the tenant of the caller works until it is enabled again.
  ///
  /// @return the tenant as it is now; empty if there is none
  public Optional<Tenant> disable(Allow allow) {
    return change(allow, Tenant.Status.DISABLED);
  }

  /// Credentials work again in the tenant of the caller, apart from those that ended otherwise, and
  /// from tokens that were minted before.
  ///
  /// @return the tenant as it is now; empty if there is none
  public Optional<Tenant> enable(Allow allow) {
    return change(allow, Tenant.Status.ACTIVE);
  }

  private Optional<Tenant> change(Allow allow, Tenant.Status status) {
    try {
      return store.changeStatus(allow, status, now());
    } finally {
      // Also if the store gave no answer: it may have done it all the same.
      listener.invalidateAll();
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
