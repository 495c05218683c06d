package dev.memwarden.memory;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The truth about memory. Every write is durable when it returns, together with its place in the
/// log that the index follows.
///
/// Every method works within the reach of its proof for the action it names, in one statement: what
/// lies outside is unknown, word for word. A record whose integrity stamp does not hold is withheld
/// as if it were not there, and reported to the log. All methods throw [StoreUnavailableException]
/// if the store cannot answer.
public interface MemoryStore {

  /// The outcome of adding one draft.
  ///
  /// @param memory the new memory, or the one that was there already with the same trimmed text in
  ///   the same place
  record Added(Memory memory, boolean isNew) {}

  /// Adds all drafts or none (`memory:write`).
  ///
  /// @throws IllegalStateException if the proof does not reach a draft's place; that is a bug
  List<Added> add(Allow allow, List<Draft> drafts, Instant at);

  /// The memory of this id, if exactly one is in reach (`memory:read`).
  Optional<Memory> find(Allow allow, String id);

  /// The memories of these rows that are in reach, in the order given (`memory:read`).
  ///
  /// @param rows as [MemoryIndex] names them
  List<Memory> read(Allow allow, List<Long> rows);

  /// Memories in reach, newest first (`memory:read`).
  ///
  /// @param limit at most this many
  List<Memory> list(Allow allow, int limit);

  /// Gives the memory of this id a new text (`memory:write`).
  ///
  /// @return the memory as it is now; empty if not exactly one is in reach
  Optional<Memory> update(Allow allow, String id, Revision revision, Instant at);

  /// What an update changes.
  ///
  /// @param metadata a JSON object as text; empty leaves it as it is
  /// @param relations what the new text says about its owner, made for the place that the memory
  ///   turns out to have; quick and without side effects, so a store may ask inside its transaction
  record Revision(
      String text,
      Optional<String> metadata,
      Embedding embedding,
      Function<Place, List<Relation>> relations) {}

  /// Removes the memory of this id with its history and relations (`memory:delete`). What stays is
  /// a tombstone without any text.
  ///
  /// @return whether exactly one was in reach
  boolean delete(Allow allow, String id, Instant at);

  /// Removes every memory in reach (`memory:delete`).
  ///
  /// @return how many
  int deleteAll(Allow allow, Instant at);

  /// The versions of the memory of this id, oldest first (`memory:read`); none if it is not in
  /// reach.
  List<Version> history(Allow allow, String id);

  /// One version of a memory.
  record Version(int version, String text, String metadata, Instant at, Provenance provenance) {}

  /// Relations in reach, newest first (`memory:read`).
  ///
  /// @param limit at most this many
  List<Relation> relations(Allow allow, int limit);

  /// The sessions that memories in reach are in, in the order in which they began (`memory:read`).
  /// They are told by where memories are, whether or not a stamp holds: no text is shown.
  ///
  /// @param offset how many to leave out at the start
  /// @param limit at most this many
  Sessions sessions(Allow allow, int offset, int limit);

  /// Some of the sessions in reach.
  ///
  /// @param total how many there are in all
  record Sessions(List<Session> page, long total) {
    public Sessions {
      page = List.copyOf(page);
    }
  }

  /// What is in reach (`memory:read`).
  Counts count(Allow allow);

  /// How much one caller has.
  record Counts(long memories, long relations) {}
}
