package dev.memwarden.memory;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.MemoryIndex.Ranked;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Remembers, finds and forgets, behind every wire.
///
/// Every method works within the reach of its proof: what lies outside is unknown, word for word.
/// Models run before the store's transaction, never inside it. All methods throw
/// [dev.memwarden.auth.StoreUnavailableException] if the store, and those that need a vector
/// [EmbedderUnavailableException] if the model cannot answer; nothing is stored then.
public final class MemoryEngine {

  /// How much of a conversation is searched for, in UTF-16 characters: what an embedder reads.
  private static final int MAX_TOPIC = 2_000;

  private static final Selection MEMORIES = Selection.of(Kind.MEMORY);

  private final MemoryStore store;
  private final MemoryIndex index;
  private final Embedder embedder;
  private final Extractor extractor;
  private final InstantSource clock;
  private final ChangeWriter writer;

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
    this.writer = new ChangeWriter(store, embedder, clock, ids);
  }

  /// Remembers what is worth it in a conversation (`memory:write`).
  ///
  /// An extractor that can make use of what is known gets it if `memory:read` was allowed at
  /// exactly this place, and may then change it; it deletes only if `memory:delete` was. Nothing
  /// changes if the owner has no room for what is new.
  ///
  /// @param metadata a JSON object as text, stored with each new memory
  /// @param infer whether the extractor chooses; if not, every message of user and assistant is
  ///   remembered as it stands
  /// @throws IllegalStateException if the proof does not reach `place`; that is a bug
  /// @throws IllegalArgumentException if a text is longer than [Memory#MAX_TEXT_BYTES]
  public Outcome add(
      Allow allow, Place place, List<Message> conversation, String metadata, boolean infer) {
    allow.require(Action.MEMORY_WRITE, place);
    Allow here = allow.within(Box.exactly(place));
    Extraction extraction =
        infer
            ? extractor.extract(ownerOf(place), conversation, known(here, conversation))
            : verbatim(conversation);
    return writer.write(here, place, metadata, extraction);
  }

  /// The memories that fit `query` best, best first (`memory:read`). Sees every write acknowledged
  /// before.
  ///
  /// @param limit at most this many
  public List<Hit> search(Allow allow, String query, int limit) {
    return search(allow, new Search(query, Ranking.FUSED, MEMORIES, limit));
  }

  /// The selected items that fit a question best, best first (`memory:read`). Sees every write
  /// acknowledged before. Linear in what is in reach if the selection has a condition.
  public List<Hit> search(Allow allow, Search search) {
    return ranked(
        allow,
        search,
        search.ranking() == Ranking.WORDS
            ? Optional.empty()
            : Optional.of(embedQuery(search.text())));
  }

  /// The same for a question that [#embedQuery] has made a vector of.
  public List<Hit> search(Allow allow, Search search, Embedding meaning) {
    return ranked(allow, search, Optional.of(meaning));
  }

  /// The selected items that fit a question best by meaning and words together, weighed by a client
  /// (`memory:read`); see [Weighing]. Otherwise as [#search(Allow, Search)].
  ///
  /// @param alpha how much of the score is meaning, from 0 to 1
  /// @param limit at most this many
  public List<Hit> searchWeighed(
      Allow allow, String question, double alpha, Selection selection, int limit) {
    Optional<Set<Long>> among = among(allow, selection);
    Optional<Embedding> meaning = Optional.of(embedQuery(question));
    int depth = Weighing.depth(limit);
    var near = new Question(question, meaning, Ranking.MEANING, selection.kind(), among, depth);
    var worded =
        new Question(question, Optional.empty(), Ranking.WORDS, selection.kind(), among, depth);
    List<Ranked> weighed =
        Weighing.of(alpha, index.search(allow, near), index.search(allow, worded), limit);
    return fitting(allow, selection, weighed);
  }

  private List<Hit> ranked(Allow allow, Search search, Optional<Embedding> meaning) {
    Selection selection = search.selection();
    var question =
        new Question(
            search.text(),
            meaning,
            search.ranking(),
            selection.kind(),
            among(allow, selection),
            search.limit());
    return fitting(allow, selection, index.search(allow, question));
  }

  private Optional<Set<Long>> among(Allow allow, Selection selection) {
    return selection.condition().map(_ -> store.rows(allow, selection));
  }

  // Between ranking and reading an item may have changed, and then what is meant decides again.
  private List<Hit> fitting(Allow allow, Selection selection, List<Ranked> ranking) {
    return read(allow, ranking).stream().filter(hit -> selection.fits(hit.memory())).toList();
  }

  private List<Hit> read(Allow allow, List<Ranked> ranking) {
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

  /// The selected items whose vectors point most nearly where a client's own vector does, best
  /// first (`memory:read`): scores are cosines. Linear in what is in reach.
  ///
  /// @param limit at most this many
  public List<Hit> nearest(Allow allow, Selection selection, Embedding wanted, int limit) {
    return store.nearest(allow, selection, wanted, limit);
  }

  /// The vectors of these items, in the order given, without those that have none (`memory:read`).
  public List<Embedded> embeddings(Allow allow, List<Memory> memories) {
    return store.embeddings(allow, memories);
  }

  /// How long the vectors are that are made here.
  public int dimensions() {
    return embedder.dimensions();
  }

  /// A vector that was made here and that a client brings back, such as that of a question or of a
  /// document, to compare others with.
  ///
  /// @throws IllegalArgumentException if it has another length
  public Embedding asEmbedded(float[] vector) {
    if (vector.length != embedder.dimensions()) {
      throw new IllegalArgumentException("a vector of another length is of another model");
    }
    return Embedding.ofStored(embedder.model(), vector);
  }

  /// What a question looks for, as a vector to compare others with.
  public Embedding embedQuery(String text) {
    return embedder.embedQuery(Memory.bounded(text));
  }

  /// Memories in reach, newest first (`memory:read`).
  ///
  /// @param limit at most this many
  public List<Memory> list(Allow allow, int limit) {
    return list(allow, MEMORIES, Order.NEWEST_FIRST, 0, limit);
  }

  /// Selected items in reach (`memory:read`).
  ///
  /// @param offset how many to leave out at the start
  /// @param limit at most this many
  public List<Memory> list(Allow allow, Selection selection, Order order, int offset, int limit) {
    return store.list(allow, selection, order, offset, limit);
  }

  /// How many selected items are in reach (`memory:read`).
  public long count(Allow allow, Selection selection) {
    return store.count(allow, selection);
  }

  /// How many items of a kind in reach have a vector (`memory:read`).
  public long countEmbedded(Allow allow, Kind kind) {
    return store.countEmbedded(allow, kind);
  }

  /// The memory of this id, if exactly one is in reach (`memory:read`).
  public Optional<Memory> find(Allow allow, String id) {
    return find(allow, Kind.MEMORY, id);
  }

  /// The item of this kind and id, if exactly one is in reach (`memory:read`).
  public Optional<Memory> find(Allow allow, Kind kind, String id) {
    return store.find(allow, kind, id);
  }

  /// Stores all drafts or none (`memory:write`). What a draft's owner has of its kind and id is
  /// replaced, which keeps its history and the time when it was made. Texts without a vector are
  /// embedded, together.
  ///
  /// @throws IllegalStateException if the proof does not reach a draft's place; that is a bug
  /// @throws IllegalArgumentException if a text is longer than [Memory#MAX_TEXT_BYTES]
  public Put put(Allow allow, List<Draft> drafts) {
    drafts.forEach(draft -> allow.require(Action.MEMORY_WRITE, draft.place()));
    List<String> texts =
        drafts.stream().filter(draft -> draft.embedding().isEmpty()).map(Draft::text).toList();
    drafts.forEach(draft -> Memory.bounded(draft.text()));
    Queue<Embedding> meanings =
        new ArrayDeque<>(texts.isEmpty() ? List.of() : embedder.embed(texts));
    List<Draft> embedded =
        drafts.stream()
            .map(draft ->
                draft.embedding().isPresent() ? draft : draft.withEmbedding(meanings.remove()))
            .toList();
    return store.put(allow, embedded, clock.instant());
  }

  /// Gives the memory of this id another text (`memory:write`).
  ///
  /// @param metadata a JSON object as text; empty leaves it as it is
  /// @return the memory as it is now; empty if not exactly one is in reach
  /// @throws IllegalArgumentException if the text is longer than [Memory#MAX_TEXT_BYTES]
  public Optional<Memory> update(Allow allow, String id, String text, Optional<String> metadata) {
    Revision revision = Revision.NOTHING.withText(text).withMetadata(metadata::orElse);
    return revise(allow, Kind.MEMORY, id, revision).done();
  }

  /// Changes the item of this kind and id (`memory:write`). A new text without a vector is
  /// embedded; what it says about its owner is found again.
  ///
  /// @throws IllegalArgumentException if the text is longer than [Memory#MAX_TEXT_BYTES]
  public Revised revise(Allow allow, Kind kind, String id, Revision revision) {
    return store.update(
        allow,
        kind,
        id,
        revision.text().map(text -> understood(kind, text, revision)).orElse(revision),
        clock.instant());
  }

  private Revision understood(Kind kind, String text, Revision revision) {
    String bounded = Memory.bounded(text);
    Revision related =
        kind == Kind.MEMORY ? revision.withRelations(place -> relations(place, bounded)) : revision;
    return related.embedding().isPresent()
        ? related
        : related.withEmbedding(embedder.embed(List.of(bounded)).getFirst());
  }

  /// Notes that these items were looked at (`memory:read`), some time soon. Nobody waits.
  public void touch(Allow allow, List<Memory> memories) {
    store.touch(allow, memories, clock.instant());
  }

  /// Forgets the memory of this id with its history and relations (`memory:delete`).
  ///
  /// @return whether exactly one was in reach
  public boolean delete(Allow allow, String id) {
    return delete(allow, Kind.MEMORY, id);
  }

  /// Forgets the item of this kind and id with all that belongs to it (`memory:delete`).
  ///
  /// @return whether exactly one was in reach
  public boolean delete(Allow allow, Kind kind, String id) {
    return store.delete(allow, kind, id, clock.instant());
  }

  /// Forgets every memory in reach (`memory:delete`).
  ///
  /// @return how many
  public int deleteAll(Allow allow) {
    return deleteAll(allow, MEMORIES);
  }

  /// Forgets every selected item in reach (`memory:delete`).
  ///
  /// @return how many
  public int deleteAll(Allow allow, Selection selection) {
    return store.deleteAll(allow, selection, clock.instant());
  }

  /// The versions of the memory of this id, oldest first (`memory:read`); none if it is not in
  /// reach.
  public List<MemoryStore.Version> history(Allow allow, String id) {
    return history(allow, Kind.MEMORY, id);
  }

  /// The versions of the item of this kind and id, oldest first (`memory:read`); none if it is not
  /// in reach.
  public List<MemoryStore.Version> history(Allow allow, Kind kind, String id) {
    return store.history(allow, kind, id);
  }

  /// Relations in reach, newest first (`memory:read`).
  ///
  /// @param limit at most this many
  public List<Relation> relations(Allow allow, int limit) {
    return store.relations(allow, limit);
  }

  /// How many memories and relations are in reach (`memory:read`).
  public MemoryStore.Counts count(Allow allow) {
    return store.count(allow);
  }

  // Quick and without a model: a store may ask for them inside its transaction.
  private static List<Relation> relations(Place place, String text) {
    return FirstPerson.relations(ownerOf(place), text);
  }

  // What nobody owns is spoken of by the agent that keeps it, or by the tenant.
  private static String ownerOf(Place place) {
    return place.user().or(place::agent).orElse(place.tenant());
  }

  private List<Memory> known(Allow here, List<Message> conversation) {
    int appetite = extractor.appetite();
    if (appetite == 0 || here.mayReach(Action.MEMORY_READ).isEmpty()) {
      return List.of();
    }
    String said =
        conversation.stream()
            .filter(Message::isFromUser)
            .map(Message::content)
            .collect(Collectors.joining("\n"));
    return said.isBlank()
        ? List.of()
        : search(here, latest(said), appetite).stream().map(Hit::memory).toList();
  }

  // The end of a long conversation says best what it is about.
  private static String latest(String said) {
    if (said.length() <= MAX_TOPIC) {
      return said;
    }
    int from = said.length() - MAX_TOPIC;
    return said.substring(Character.isLowSurrogate(said.charAt(from)) ? from + 1 : from);
  }

  private static Extraction verbatim(List<Message> conversation) {
    return Extraction.of(
        conversation.stream()
            .filter(message -> message.isFromUser() || message.isFromAssistant())
            .map(Message::content)
            .filter(text -> !text.isBlank())
            .map(text -> new Change.Add(text, List.of()))
            .toList());
  }
}
