package dev.memwarden.stores.sql;

import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.memory.MemoryIndex;
import dev.memwarden.stores.Load;
import dev.memwarden.stores.Stores;
import java.time.InstantSource;
import java.util.Optional;

/// All ports over the tables of one database.
public final class SqlStores {
  private SqlStores() {}

  /// How memories are found: a part of the database, or beside it.
  ///
  /// @param rebuild makes it anew
  public record Search(MemoryIndex index, Stores.Rebuild rebuild) {}

  /// The ports. Jobs that must not outlive the process that asked for them are removed first.
  ///
  /// @param closing lets go of everything, the database too
  /// @param id of the store, which its audit log is called after
  public static Stores over(
      Database database,
      String id,
      MasterKeyRing ring,
      Search search,
      InstantSource clock,
      Runnable closing) {
    SqlAudit audit = new SqlAudit(database, ring, id, clock);
    AuthChanges changes = new AuthChanges(audit.rows());
    Integrity integrity = new Integrity(ring, audit::withheld);
    SqlMemories memories = new SqlMemories(database, integrity);
    SqlJobs jobs = SqlJobs.opened(database, integrity, clock);
    return new Stores(
        new SqlKeys(database, changes),
        new SqlUsers(database, changes),
        new SqlTenants(database, changes),
        new SqlPolicies(database, changes),
        new SqlFamilies(database, changes),
        new SqlSigningKeys(database, changes),
        memories,
        search.index(),
        search.rebuild(),
        memories,
        new SqlEntities(database, integrity, jobs, clock),
        jobs,
        audit,
        () -> new Load(database.waiting(), jobs.count()),
        database.isShared() ? Optional.of(new SqlFeed(database)) : Optional.empty(),
        closing);
  }
}
