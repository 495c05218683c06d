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
  List<Effect> write(Allow here, Place place, String metadata, List<Change> changes) {
    Queue<Embedding> meanings = new ArrayDeque<>(meanings(changes));
    List<Draft> drafts = new ArrayList<>();
    List<MemoryStore.Revision> revisions = new ArrayList<>();
    for (Change change : changes) {
      switch (change) {
        case Change.Add(String text, List<Relation> relations) ->
            drafts.add(new Draft(ids.get(), place, text, metadata, meanings.remove(), relations));
        case Change.Update(_, String text, List<Relation> relations) ->
            revisions.add(
                new MemoryStore.Revision(
                    text, Optional.empty(), meanings.remove(), _ -> relations));
        case Change.Delete _, Change.Keep _ -> {}
      }
    }
    Queue<MemoryStore.Added> added =
        new ArrayDeque<>(drafts.isEmpty() ? List.of() : store.add(here, drafts, clock.instant()));
    Queue<MemoryStore.Revision> revised = new ArrayDeque<>(revisions);
    List<Effect> effects = new ArrayList<>();
    for (Change change : changes) {
      switch (change) {
        case Change.Add _ -> effects.add(effect(added.remove()));
        case Change.Update(Memory known, _, _) ->
            store
                .update(here, known.id(), revised.remove(), clock.instant())
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

  private static Effect effect(MemoryStore.Added added) {
    return new Effect(added.isNew() ? Event.ADD : Event.NONE, added.memory());
  }

  // Who may not delete here, or comes too late, changes nothing.
  private Effect delete(Allow here, Memory known) {
    boolean deleted =
        here.mayReach(Action.MEMORY_DELETE).contains(known.place())
            && store.delete(here, known.id(), clock.instant());
    return new Effect(deleted ? Event.DELETE : Event.NONE, known);
  }
}
