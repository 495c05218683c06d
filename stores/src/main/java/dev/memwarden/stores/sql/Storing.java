package dev.memwarden.stores.sql;

import dev.memwarden.auth.Place;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Access;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Outcome.Effect;
import dev.memwarden.memory.Outcome.Event;
import dev.memwarden.memory.Provenance;
import dev.memwarden.memory.Put;
import dev.memwarden.memory.Relation;
import dev.memwarden.memory.Revised;
import dev.memwarden.memory.Revision;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One change by one writer: what it makes of drafts and revisions.
///
/// @param reach where it may write
/// @param most how many items an owner may have where it adds some, if that was limited
/// @param by who writes
record Storing(
    Items items,
    Connection connection,
    Reach reach,
    Optional<Integer> most,
    Provenance by,
    Instant at) {

  /// Stores all drafts, or none if one may not replace what is there or an owner has too many.
  Put put(List<Draft> drafts) throws SQLException {
    // All are asked for before one is stored: among themselves they can only replace each other.
    for (Draft draft : drafts) {
      // Mostly there is nothing of that id, and nothing of it to read.
      if (Items.exists(connection, draft.place(), draft.kind(), draft.id())
          && owned(draft).isEmpty()) {
        return new Put.Taken(draft.id());
      }
    }
    if (most.isPresent() && !haveRoom(drafts, most.get())) {
      return new Put.Full(most.get());
    }
    List<Effect> effects = new ArrayList<>();
    for (Draft draft : drafts) {
      effects.add(put(draft));
    }
    return new Put.Done(effects);
  }

  private boolean haveRoom(List<Draft> drafts, int limit) throws SQLException {
    Map<Owner, Set<List<String>>> added = new HashMap<>();
    for (Draft draft : drafts) {
      if (isNew(draft)) {
        // What says the same, or has the same id, is stored once.
        added
            .computeIfAbsent(Owner.of(draft.place()), _ -> new HashSet<>())
            .add(
                draft.unlessThere()
                    ? List.of(draft.place().toString(), TextHash.of(draft.text()))
                    : List.of(draft.kind().word(), "", draft.id()));
      }
    }
    for (Map.Entry<Owner, Set<List<String>>> entry : added.entrySet()) {
      if (!hasRoom(entry.getKey(), entry.getValue().size(), limit)) {
        return false;
      }
    }
    return true;
  }

  private boolean isNew(Draft draft) throws SQLException {
    boolean said =
        draft.unlessThere()
            && items.duplicate(connection, draft.place(), TextHash.of(draft.text())).isPresent();
    return !said && !Items.exists(connection, draft.place(), draft.kind(), draft.id());
  }

  private boolean hasRoom(Owner owner, int more, int limit) throws SQLException {
    // Never counts further than it must.
    return Items.count(owner, limit).number(connection) + more <= limit;
  }

  private Effect put(Draft draft) throws SQLException {
    String hash = TextHash.of(draft.text());
    if (draft.unlessThere()) {
      Optional<Memory> duplicate = items.duplicate(connection, draft.place(), hash);
      if (duplicate.isPresent()) {
        return new Effect(Event.NONE, duplicate.get());
      }
    }
    Optional<Item> there = owned(draft);
    Memory memory = memory(draft, hash, there.map(Item::memory));
    if (there.isEmpty()) {
      items.insert(connection, memory, draft);
      return new Effect(Event.ADD, memory);
    }
    items.replace(
        connection,
        there.get(),
        reach,
        memory,
        Optional.of(draft.embedding().orElse(Embedding.NONE)),
        Optional.of(draft.relations()));
    return new Effect(Event.UPDATE, memory);
  }

  private Optional<Item> owned(Draft draft) throws SQLException {
    return items.owned(connection, reach, draft.place(), draft.kind(), draft.id());
  }

  private Memory memory(Draft draft, String hash, Optional<Memory> replaced) {
    return new Memory(
        draft.kind(),
        draft.id(),
        draft.place(),
        draft.text(),
        draft.metadata(),
        draft.attributes(),
        hash,
        replaced.map(Memory::version).orElse(0) + 1,
        replaced.map(Memory::createdAt).orElse(Times.stored(at)),
        Times.stored(at),
        by,
        replaced.map(Memory::access).orElse(Access.NEVER));
  }

  /// Changes the item of a kind and id.
  Revised revise(Kind kind, String id, Revision revision) throws SQLException {
    Optional<Item> found = items.one(connection, reach, kind, id);
    if (found.isEmpty()) {
      return new Revised.Unknown();
    }
    Memory old = found.get().memory();
    Memory memory = revised(old, revision);
    Place to = memory.place();
    if (!reach.contains(to)) {
      return new Revised.Beyond();
    }
    if (!Owner.of(old.place()).equals(Owner.of(to))) {
      if (Items.exists(connection, to, kind, id)) {
        return new Revised.Taken();
      }
      if (most.isPresent() && !hasRoom(Owner.of(to), 1, most.get())) {
        return new Revised.Full(most.get());
      }
    }
    // The vector of another text would find what is not there any more.
    Optional<Embedding> embedding =
        revision.embedding().or(() -> revision.text().map(_ -> Embedding.NONE));
    Optional<List<Relation>> relations = revision.text().map(_ -> revision.relations().apply(to));
    items.replace(connection, found.get(), reach, memory, embedding, relations);
    return new Revised.Done(memory);
  }

  private Memory revised(Memory old, Revision revision) {
    String text = revision.text().orElse(old.text());
    return new Memory(
        old.kind(),
        old.id(),
        revision.place().apply(old.place()),
        text,
        revision.metadata().apply(old.metadata()),
        revision.attributes().apply(old.attributes()),
        TextHash.of(text),
        old.version() + 1,
        old.createdAt(),
        Times.stored(at),
        by,
        old.access());
  }
}
