package dev.memwarden.auth.key;

import dev.memwarden.auth.Allow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where tenants are kept. There is every tenant that was made, and every one that has a principal.
///
/// While a tenant is disabled, every principal of it is, stored or not, for all that asks a store
/// about one to judge a credential: [KeyStore#find], [KeyStore#findTagged], [KeyStore#owner] and
/// [KeyStore#grave].
///
/// What changes a tenant takes the proof for `users:manage` in all of that very tenant; every write
/// is durable when it returns. All methods throw [StoreUnavailableException] if the store cannot
/// answer.
public interface TenantStore {

  /// Tenants by id. For whoever runs the server: no policy lets a principal see another's tenant.
  ///
  /// @param slice begins beyond where the tenant of an id is or would be
  List<Tenant> list(Slice<String> slice);

  /// Makes the caller's tenant.
  ///
  /// @return the new one; empty if it was there before
  /// @throws IllegalStateException if the proof does not reach the whole tenant
  Optional<Tenant> add(Allow allow, Instant at);

  /// Sets the status of the caller's tenant. Disabling it also ends every token that was minted in
  /// it until now, in the same transaction: none works again when it is enabled.
  ///
  /// @return the tenant as it is now; empty if there is none
  /// @throws IllegalStateException if the proof does not reach the whole tenant
  Optional<Tenant> changeStatus(Allow allow, Tenant.Status status, Instant at);
}
