package dev.memwarden.memory;

import dev.memwarden.auth.Allow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The truth about memory. Every write is durable when it returns, together with its place in the
/// log that the index follows.
///
/// Every method works within the reach of its proof for the action it names, in one statement: what
/// lies outside is unknown, word for word. A record whose integrity stamp does not hold is withheld
/// as if it were not there, and reported to the log. All methods throw [StoreUnavailableException]
/// if the store cannot answer.
public interface MemoryStore {

  /// Stores all drafts or none (`memory:write`). What a draft's owner has of its kind and id is
  /// replaced, which keeps its history and the time when it was made.
  ///
  /// @throws IllegalStateException if the proof does not reach a draft's place; that is a bug
  Put put(Allow allow, List<Draft> drafts, Instant at);

  /// The item of this kind and id, if exactly one is in reach (`memory:read`).
  Optional<Memory> find(Allow allow, Kind kind, String id);

  /// The items of these rows that are in reach, in the order given (`memory:read`).
  ///
  /// @param rows as [MemoryIndex] names them
  List<Memory> read(Allow allow, List<Long> rows);

  /// The rows of all selected items in reach (`memory:read`), for a [Question].
  Set<Long> rows(Allow allow, Selection selection);

  /// Selected items in reach (`memory:read`).
  ///
  /// @param offset how many to leave out at the start
  /// @param limit at most this many
  List<Memory> list(Allow allow, Selection selection, Order order, int offset, int limit);

  /// How many selected items are in reach (`memory:read`). Without a condition they are told by
  /// where they are, whether or not a stamp holds.
  long count(Allow allow, Selection selection);

  /// How many items of a kind in reach have a vector (`memory:read`). They are told by where they
  /// are, whether or not a stamp holds.
  long countEmbedded(Allow allow, Kind kind);

  /// The selected items in reach whose vectors point most nearly where `wanted` does, best first
  /// (`memory:read`). Exact: it compares every vector of the same model and length in reach. Scores
  /// are those of [Ranking#MEANING].
  ///
  /// @param limit at most this many
  List<Hit> nearest(Allow allow, Selection selection, Embedding wanted, int limit);

  /// The vectors of these items, in the order given, without those that have none or are no longer
  /// in reach (`memory:read`).
  List<Embedded> embeddings(Allow allow, List<Memory> memories);

  /// Changes the item of this kind and id (`memory:write`).
  Revised update(Allow allow, Kind kind, String id, Revision revision, Instant at);

  /// Notes that these items were looked at (`memory:read`), some time soon; later writes come
  /// after. Makes no version.
  void touch(Allow allow, List<Memory> memories, Instant at);

  /// Removes the item of this kind and id with its history and relations (`memory:delete`). What
  /// stays is a tombstone without any text.
  ///
  /// @return whether exactly one was in reach
  boolean delete(Allow allow, Kind kind, String id, Instant at);

  /// Removes every selected item in reach (`memory:delete`). Without a condition, those whose stamp
  /// does not hold go too.
  ///
  /// @return how many
  int deleteAll(Allow allow, Selection selection, Instant at);

  /// The versions of the item of this kind and id, oldest first (`memory:read`); none if it is not
  /// in reach.
  List<Version> history(Allow allow, Kind kind, String id);

  /// One version of an item.
  record Version(
      int version,
      String text,
      String metadata,
      String attributes,
      Instant at,
      Provenance provenance) {}

  /// Relations in reach, newest first (`memory:read`).
  ///
  /// @param limit at most this many
  List<Relation> relations(Allow allow, int limit);

  /// How many memories and relations are in reach (`memory:read`).
  Counts count(Allow allow);

  /// How much one caller has.
  record Counts(long memories, long relations) {}
}
