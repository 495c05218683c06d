package dev.memwarden.memory;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Extractor.Fact;
import dev.memwarden.memory.MemoryIndex.Ranked;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Remembers, finds and forgets, behind every wire.
///
/// Every method works within the reach of its proof: what lies outside is unknown, word for word.
/// Models run before the store's transaction, never inside it. All methods throw
/// [dev.memwarden.auth.StoreUnavailableException] if the store, and those that need a vector
/// [EmbedderUnavailableException] if the model cannot answer; nothing is stored then.
public final class MemoryEngine {
  private final MemoryStore store;
  private final MemoryIndex index;
  private final Embedder embedder;
  private final Extractor extractor;
  private final InstantSource clock;
  private final Supplier<String> ids;

  /// @param ids makes ids of new memories, each different
  public MemoryEngine(
      MemoryStore store,
      MemoryIndex index,
      Embedder embedder,
      Extractor extractor,
      InstantSource clock,
      Supplier<String> ids) {
    this.store = store;
    this.index = index;
    this.embedder = embedder;
    this.extractor = extractor;
    this.clock = clock;
    this.ids = ids;
  }

  /// Remembers what is worth it in a conversation, all of it or nothing (`memory:write`).
  ///
  /// @param metadata a JSON object as text, stored with each memory
  /// @param infer whether the extractor chooses; if not, every message of user and assistant is
  ///   remembered as it stands
  /// @return one outcome per fact, in order; none if there was nothing to remember
  /// @throws IllegalStateException if the proof does not reach `place`; that is a bug
  /// @throws IllegalArgumentException if a text is longer than [Memory#MAX_TEXT_BYTES]
  public List<MemoryStore.Added> add(
      Allow allow, Place place, List<Message> conversation, String metadata, boolean infer) {
    allow.require(Action.MEMORY_WRITE, place);
    List<Fact> facts =
        infer ? extractor.extract(ownerOf(place), conversation) : verbatim(conversation);
    if (facts.isEmpty()) {
      return List.of();
    }
    List<Embedding> meanings =
        embedder.embed(facts.stream().map(fact -> bounded(fact.text())).toList());
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      Fact fact = facts.get(i);
      drafts.add(
          new Draft(ids.get(), place, fact.text(), metadata, meanings.get(i), fact.relations()));
    }
    return store.add(allow, drafts, clock.instant());
  }

  /// What fits `query` best, best first (`memory:read`). Sees every write acknowledged before.
  ///
  /// @param limit at most this many
  public List<Hit> search(Allow allow, String query, int limit) {
    Embedding meaning = embedder.embedQuery(bounded(query));
    List<Ranked> ranking = index.search(allow, query, meaning, limit);
    List<Memory> memories = store.read(allow, ranking.stream().map(Ranked::row).toList());
    List<Hit> hits = new ArrayList<>();
    if (memories.size() == ranking.size()) {
      for (int i = 0; i < memories.size(); i++) {
        hits.add(new Hit(memories.get(i), ranking.get(i).score()));
      }
      return hits;
    }
    // Something vanished between ranking and reading: one by one, so that each keeps its own score.
    for (Ranked ranked : ranking) {
      store
          .read(allow, List.of(ranked.row()))
          .forEach(memory -> hits.add(new Hit(memory, ranked.score())));
    }
    return hits;
  }

  /// Memories in reach, newest first (`memory:read`).
  ///
  /// @param limit at most this many
  public List<Memory> list(Allow allow, int limit) {
    return store.list(allow, limit);
  }

  /// The memory of this id, if exactly one is in reach (`memory:read`).
  public Optional<Memory> find(Allow allow, String id) {
    return store.find(allow, id);
  }

  /// Gives the memory of this id another text (`memory:write`).
  ///
  /// @param metadata a JSON object as text; empty leaves it as it is
  /// @return the memory as it is now; empty if not exactly one is in reach
  /// @throws IllegalArgumentException if the text is longer than [Memory#MAX_TEXT_BYTES]
  public Optional<Memory> update(Allow allow, String id, String text, Optional<String> metadata) {
    Embedding meaning = embedder.embed(List.of(bounded(text))).getFirst();
    var revision =
        new MemoryStore.Revision(text, metadata, meaning, place -> relations(place, text));
    return store.update(allow, id, revision, clock.instant());
  }

  /// Forgets the memory of this id with its history and relations (`memory:delete`).
  ///
  /// @return whether exactly one was in reach
  public boolean delete(Allow allow, String id) {
    return store.delete(allow, id, clock.instant());
  }

  /// Forgets everything in reach (`memory:delete`).
  ///
  /// @return how many
  public int deleteAll(Allow allow) {
    return store.deleteAll(allow, clock.instant());
  }

  /// The versions of the memory of this id, oldest first (`memory:read`); none if it is not in
  /// reach.
  public List<MemoryStore.Version> history(Allow allow, String id) {
    return store.history(allow, id);
  }

  /// Relations in reach, newest first (`memory:read`).
  ///
  /// @param limit at most this many
  public List<Relation> relations(Allow allow, int limit) {
    return store.relations(allow, limit);
  }

  /// How much is in reach (`memory:read`).
  public MemoryStore.Counts count(Allow allow) {
    return store.count(allow);
  }

  private List<Relation> relations(Place place, String text) {
    return extractor.extract(ownerOf(place), List.of(Message.ofUser(text))).stream()
        .flatMap(fact -> fact.relations().stream())
        .toList();
  }

  // What nobody owns is spoken of by the agent that keeps it, or by the tenant.
  private static String ownerOf(Place place) {
    return place.user().or(place::agent).orElse(place.tenant());
  }

  private static List<Fact> verbatim(List<Message> conversation) {
    return conversation.stream()
        .filter(message -> message.isFromUser() || message.isFromAssistant())
        .map(Message::content)
        .filter(text -> !text.isBlank())
        .map(text -> new Fact(text, List.of()))
        .toList();
  }

  private static String bounded(String text) {
    if (!Memory.fits(text)) {
      throw new IllegalArgumentException("a text has at most " + Memory.MAX_TEXT_BYTES + " bytes");
    }
    return text;
  }
}
