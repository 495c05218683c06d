package dev.memwarden.stores.embedded;

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
import java.util.List;
import java.util.Optional;

/// One change by one writer: what it makes of drafts and revisions.
///
/// @param reach where it may write
/// @param by who writes
record Storing(Items items, Connection connection, Reach reach, Provenance by, Instant at) {

  /// Stores all drafts, or none if one may not replace what is there.
  Put put(List<Draft> drafts) throws SQLException {
    // All are asked for before one is stored: among themselves they can only replace each other.
    for (Draft draft : drafts) {
      // Mostly there is nothing of that id, and nothing of it to read.
      if (Items.exists(connection, draft.place(), draft.kind(), draft.id())
          && owned(draft).isEmpty()) {
        return new Put.Taken(draft.id());
      }
    }
    List<Effect> effects = new ArrayList<>();
    for (Draft draft : drafts) {
      effects.add(put(draft));
    }
    return new Put.Done(effects);
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
    if (!isSameOwner(old.place(), to) && Items.exists(connection, to, kind, id)) {
      return new Revised.Taken();
    }
    // The vector of another text would find what is not there any more.
    Optional<Embedding> embedding =
        revision.embedding().or(() -> revision.text().map(_ -> Embedding.NONE));
    Optional<List<Relation>> relations = revision.text().map(_ -> revision.relations().apply(to));
    items.replace(connection, found.get(), reach, memory, embedding, relations);
    return new Revised.Done(memory);
  }

  private static boolean isSameOwner(Place from, Place to) {
    return from.tenant().equals(to.tenant()) && from.user().equals(to.user());
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
