package dev.memwarden.auth.key;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where API keys are kept. Every write is durable when it returns.
///
/// Reading a key to judge a credential comes before any decision and so needs no proof; whatever
/// shows or changes keys takes the [Allow] for `keys:manage` and works within its reach, in one
/// statement: a key of a principal outside of it is unknown. A user's or service's key lies in the
/// place that [KeyRecord#place(Principal)] says.
///
/// All methods throw [StoreUnavailableException] if the store cannot answer.
public interface KeyStore {

  /// A key and its owner, read together.
  ///
  /// @param owner empty if nothing is stored about the principal, which then counts as active;
  ///   disabled if its tenant is, see [TenantStore]
  record Owned(KeyRecord key, Optional<User> owner) {}

  /// The key of this id with its owner as it stands now, to judge a credential. An id that nobody
  /// has takes as long as one that somebody has, so that the time does not tell one from the other.
  Optional<Owned> find(String id);

  /// The key that is filed under one of `tags`, with its owner as it stands now.
  Optional<Owned> findTagged(List<Tag> tags);

  /// Whether [#insert] would find such a proof stored already.
  boolean isImported(KeyProof proof);

  /// Imported keys without a tag that are not revoked, in the order of their import.
  List<KeyRecord> untagged();

  /// Files an imported key under the tag of its text, which was seen for the first time. Nothing
  /// changes if it has a tag, or if another key is filed there.
  void tag(String id, Tag tag);

  /// Stores a new key, and its principal if nothing is stored about that one yet.
  ///
  /// @return whether it was stored; not if another key is filed under the same tag, or if the same
  ///   hash was imported before
  /// @throws IllegalStateException if the proof does not reach the key's principal
  boolean insert(Allow allow, KeyRecord key);

  /// Stores a key if there is none at all, revoked or not, of whomever. Of those that several
  /// processes store at once, it is one.
  ///
  /// @return whether it was stored
  /// @throws IllegalStateException if the proof does not reach the key's principal
  boolean insertFirst(Allow allow, KeyRecord key);

  /// Stores `successor` and ends `id` at `graceEnd` at the latest, in one transaction.
  ///
  /// @return the old key as it is now; empty if there is none of that id in reach, or if it was
  ///   revoked or rotated before
  Optional<KeyRecord> rotate(Allow allow, String id, KeyRecord successor, Instant graceEnd);

  /// Revokes a key; one that is revoked already stays as it is.
  ///
  /// @return the key as it is now; empty if there is none of that id in reach
  Optional<KeyRecord> revoke(Allow allow, String id, KeyRecord.Revocation revocation);

  /// Keys in reach, in the order in which they were stored.
  ///
  /// @param slice begins beyond the key of an id; nothing is beyond one that is not in reach
  List<KeyRecord> list(Allow allow, Slice<String> slice);

  /// The keys of one principal in reach, in the same order.
  List<KeyRecord> listOf(Allow allow, Principal principal);

  /// The key of this id in reach.
  Optional<KeyRecord> show(Allow allow, String id);

  /// What is stored about the owner of keys; one whose tenant is disabled is, too.
  ///
  /// @return empty if nothing is, or if its place is out of reach
  Optional<User> owner(Allow allow, Principal principal);

  /// Remembers uses: key id and minute. Volatile: a crash may lose the last of them.
  void touch(List<Use> uses);

  /// That a key was used.
  record Use(String id, Instant at) {}

  /// Whether no key is stored at all, revoked or not: a first start.
  boolean isEmpty();

  /// Remembers that a configured key must not work any more, whatever the configuration says.
  void bury(Allow allow, Principal owner, String id, KeyRecord.Revocation revocation);

  /// The tombstone of a configured key, with the owner as it stands now.
  Grave grave(String id, Principal owner);

  /// Whether there is a tombstone of a configured key.
  boolean isBuried(String id);

  /// What is known of a configured key.
  ///
  /// @param revocation present if the key was revoked
  /// @param owner empty if nothing is stored about the principal
  record Grave(Optional<KeyRecord.Revocation> revocation, Optional<User> owner) {}
}
