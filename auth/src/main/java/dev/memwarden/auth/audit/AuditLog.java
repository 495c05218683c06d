package dev.memwarden.auth.audit;

import dev.memwarden.auth.Allow;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// Where events are kept, one chain per writer, for as long as they shall be. Changes of authority
/// are written by the stores themselves, in the transaction of the change. Thread-safe.
///
/// All methods throw [dev.memwarden.auth.StoreUnavailableException] if the store cannot answer.
public interface AuditLog {

  /// Appends events to the chain of this writer, in this order, all or none. They are durable when
  /// it returns; events of several callers may share what that costs.
  void append(List<AuditEvent> events);

  /// Entries of the tenant of whoever asks.
  ///
  /// @throws IllegalStateException if the proof does not reach `audit:read` in the whole tenant;
  ///   that is a bug of the caller. Entries are about more than one place, so it is all or none
  List<AuditEntry> list(Allow allow, AuditQuery query);

  /// Each chain that there is, in order of the writers' names.
  List<Chain> chains();

  /// Entries of one chain in order, of all tenants: to be verified, never to be shown.
  ///
  /// @param after number of the entry before the first
  List<AuditEntry> links(String writer, long after, int limit);

  /// Removes entries from the beginning of this writer's chain, and keeps a signed anchor of where
  /// it begins then. The newest entry stays. That and how many were removed is an entry too.
  ///
  /// @param before entries from before that are removed
  /// @param most entries beyond that number are removed too, the oldest first
  /// @param limit how many are removed at most, so that nobody waits for long
  /// @return how many were
  int prune(Instant before, long most, int limit, Instant at);

  /// Sets who hears of each record that is withheld, once for every time; must be quick.
  void onWithheld(Consumer<AuditEvent> listener);

  /// One chain.
  ///
  /// @param removed the last entry that was removed; [ChainLink#start] if none was
  /// @param anchor the signature of that; empty if none was
  /// @param head the last entry; the same as `removed` if there is none
  record Chain(ChainLink removed, String anchor, ChainLink head) {}
}
