package dev.memwarden.memory;

import dev.memwarden.auth.Allow;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The truth about entities. Every write is durable when it returns, together with the jobs that it
/// asks for: all of it, or nothing.
///
/// Every method works within the reach of its proof for the action it names, in one statement: what
/// lies outside is unknown, word for word. To mean less than the whole reach, such as one session,
/// callers narrow the proof with [Allow#within]. An entity that has expired by the clock of the
/// store is not there: not to be found, counted or in the way of a new one. One whose integrity
/// stamp does not hold is withheld as if it were not there, and reported to the log; it still
/// counts in totals and numbers, and can be replaced and deleted. All methods throw
/// [dev.memwarden.auth.StoreUnavailableException] if the store cannot answer.
public interface EntityStore {

  /// Stores an entity unless there is one of its kind, place and id (`memory:write`).
  ///
  /// @param jobs asked for if it was stored
  /// @return the entity as it is now; empty if there is one already
  /// @throws IllegalStateException if the proof does not reach its place; that is a bug
  Optional<Entity> create(Allow allow, NewEntity entity, List<JobRequest> jobs);

  /// The same without jobs.
  default Optional<Entity> create(Allow allow, NewEntity entity) {
    return create(allow, entity, List.of());
  }

  /// Stores an entity in the place of the one of its kind, place and id, if there is one
  /// (`memory:write`). That keeps its time of creation and its number.
  ///
  /// @return the entity as it is now
  /// @throws IllegalStateException if the proof does not reach its place; that is a bug
  Entity put(Allow allow, NewEntity entity, List<JobRequest> jobs);

  /// The same without jobs.
  default Entity put(Allow allow, NewEntity entity) {
    return put(allow, entity, List.of());
  }

  /// The entity of this id, if exactly one is in reach (`memory:read`).
  Optional<Entity> find(Allow allow, EntityKind kind, String id);

  /// Entities in reach, in the order in which they were created (`memory:read`).
  ///
  /// @param offset how many to leave out at the start
  /// @param limit at most this many
  Page list(Allow allow, EntityKind kind, int offset, int limit);

  /// Some of the entities in reach.
  ///
  /// @param total how many there are in all
  record Page(List<Entity> entities, long total) {
    public Page {
      entities = List.copyOf(entities);
    }
  }

  /// Which one of its kind the entity is in the caller's own list, from 1 on (`memory:read`). Tells
  /// nothing about others, and moves when an earlier one goes.
  ///
  /// @return 0 if it is not in reach
  long number(Allow allow, Entity entity);

  /// Changes body and end of the entity of this id (`memory:write`). Changes that come at once come
  /// one after the other.
  ///
  /// @param change quick and without side effects: it is asked inside the transaction
  /// @param jobs asked for if there was something to change
  /// @return the entity as it is now; empty if not exactly one is in reach
  /// @throws IllegalArgumentException if the change is of kind, id or place; nothing is changed
  ///   then
  Optional<Entity> update(
      Allow allow, EntityKind kind, String id, UnaryOperator<Entity> change, List<JobRequest> jobs);

  /// The same without jobs.
  default Optional<Entity> update(
      Allow allow, EntityKind kind, String id, UnaryOperator<Entity> change) {
    return update(allow, kind, id, change, List.of());
  }

  /// Removes the entity of this id (`memory:delete`).
  ///
  /// @return whether exactly one was in reach
  boolean delete(Allow allow, EntityKind kind, String id);

  /// Removes all entities of a kind that are in reach (`memory:delete`).
  ///
  /// @return how many
  int deleteAll(Allow allow, EntityKind kind);

  /// Removes what has expired; nobody could see it any more.
  ///
  /// @return how many
  int removeExpired();
}
