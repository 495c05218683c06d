package dev.memwarden.memory;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Outcome.Effect;
import dev.memwarden.memory.Outcome.Event;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/// Carries out the changes that an extractor wants, in exactly one place.
///
/// Everything new is added together first, then known memories change one by one: a fault in
/// between leaves what was acknowledged to the store, and the same request again completes it,
/// because what is there already is not added twice.
final class ChangeWriter {
  private final MemoryStore store;
  private final Embedder embedder;
  private final InstantSource clock;
  private final Supplier<String> ids;

  ChangeWriter(MemoryStore store, Embedder embedder, InstantSource clock, Supplier<String> ids) {
    this.store = store;
    this.embedder = embedder;
    this.clock = clock;
    this.ids = ids;
  }

  /// @param here a proof that reaches `place` alone
  Outcome write(Allow here, Place place, String metadata, Extraction extraction) {
    List<Change> changes = extraction.changes();
    Queue<Embedding> meanings = new ArrayDeque<>(meanings(changes));
    List<Draft> drafts = new ArrayList<>();
    List<Revision> revisions = new ArrayList<>();
    for (Change change : changes) {
      switch (change) {
        case Change.Add(String text, List<Relation> relations) ->
            drafts.add(
                Draft.of(Kind.MEMORY, ids.get(), place, text)
                    .withMetadata(metadata)
                    .withEmbedding(meanings.remove())
                    .withRelations(relations)
                    .unlessSaid());
        case Change.Update(_, String text, List<Relation> relations) ->
            revisions.add(
                Revision.NOTHING
                    .withText(text)
                    .withEmbedding(meanings.remove())
                    .withRelations(_ -> relations));
        case Change.Delete _, Change.Keep _ -> {}
      }
    }
    Put put = drafts.isEmpty() ? new Put.Done(List.of()) : store.put(here, drafts, clock.instant());
    return switch (put) {
      case Put.Full full -> new Outcome(List.of(), extraction.fallback(), Optional.of(full));
      case Put.Taken _ -> throw new IllegalStateException("an id that was made here is taken");
      case Put.Done(List<Effect> added) ->
          new Outcome(
              effects(here, changes, added, revisions), extraction.fallback(), Optional.empty());
    };
  }

  private List<Effect> effects(
      Allow here, List<Change> changes, List<Effect> stored, List<Revision> revisions) {
    Queue<Effect> added = new ArrayDeque<>(stored);
    Queue<Revision> revised = new ArrayDeque<>(revisions);
    List<Effect> effects = new ArrayList<>();
    for (Change change : changes) {
      switch (change) {
        case Change.Add _ -> effects.add(added.remove());
        case Change.Update(Memory known, _, _) ->
            store
                .update(here, Kind.MEMORY, known.id(), revised.remove(), clock.instant())
                .done()
                .ifPresent(memory -> effects.add(new Effect(Event.UPDATE, memory)));
        case Change.Delete(Memory known) -> effects.add(delete(here, known));
        case Change.Keep(Memory known) -> effects.add(new Effect(Event.NONE, known));
      }
    }
    return effects;
  }

  private List<Embedding> meanings(List<Change> changes) {
    List<String> texts = new ArrayList<>();
    for (Change change : changes) {
      switch (change) {
        case Change.Add(String text, _) -> texts.add(Memory.bounded(text));
        case Change.Update(_, String text, _) -> texts.add(Memory.bounded(text));
        case Change.Delete _, Change.Keep _ -> {}
      }
    }
    return texts.isEmpty() ? List.of() : embedder.embed(texts);
  }

  // Who may not delete here, or comes too late, changes nothing.
  private Effect delete(Allow here, Memory known) {
    boolean deleted =
        here.mayReach(Action.MEMORY_DELETE).contains(known.place())
            && store.delete(here, Kind.MEMORY, known.id(), clock.instant());
    return new Effect(deleted ? Event.DELETE : Event.NONE, known);
  }
}
