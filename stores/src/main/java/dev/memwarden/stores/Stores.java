package dev.memwarden.stores;

import dev.memwarden.auth.audit.AuditLog;
import dev.memwarden.auth.handshake.FamilyStore;
import dev.memwarden.auth.handshake.SigningKeyStore;
import dev.memwarden.auth.key.AuthorityFeed;
import dev.memwarden.auth.key.KeyStore;
import dev.memwarden.auth.key.TenantStore;
import dev.memwarden.auth.key.UserStore;
import dev.memwarden.auth.policy.PolicyStore;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.JobStore;
import dev.memwarden.memory.MemoryIndex;
import dev.memwarden.memory.MemoryStore;
import dev.memwarden.memory.Totals;
import dev.memwarden.stores.lucene.IndexProgress;
import java.util.Optional;

/// Everything that one backend keeps, behind the ports that `auth` and `memory` declare.
///
/// @param load says what waits in it
/// @param feed what other processes change; empty if none can
/// @param closing lets go of files, threads and connections; called once by [#close]
public record Stores(
    KeyStore keys,
    UserStore users,
    TenantStore tenants,
    PolicyStore policies,
    FamilyStore families,
    SigningKeyStore signingKeys,
    MemoryStore memories,
    MemoryIndex index,
    Rebuild rebuild,
    Totals.Source totals,
    EntityStore entities,
    JobStore jobs,
    AuditLog audit,
    Load.Source load,
    Optional<AuthorityFeed> feed,
    Runnable closing)
    implements AutoCloseable {

  /// Makes the search index anew from the truth while both are in use.
  @FunctionalInterface
  public interface Rebuild {

    /// Returns when it is done; searches wait for it.
    ///
    /// @param progress hears how far it is
    /// @return how many memories are in the index
    /// @throws dev.memwarden.auth.StoreUnavailableException if it cannot be done
    long run(IndexProgress progress);
  }

  /// The same stores, which let go of something else too, at the very end.
  public Stores alsoClosing(Runnable more) {
    Runnable both =
        () -> {
          try {
            closing.run();
          } finally {
            more.run();
          }
        };
    return new Stores(
        keys,
        users,
        tenants,
        policies,
        families,
        signingKeys,
        memories,
        index,
        rebuild,
        totals,
        entities,
        jobs,
        audit,
        load,
        feed,
        both);
  }

  /// Finishes what was begun and lets go of the backend; the ports must not be used any more.
  @Override
  public void close() {
    closing.run();
  }
}
