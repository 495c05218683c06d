package dev.memwarden.memory;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Memory in a map, and an index that counts common words: what the ports promise, nothing durable.
final class MapStore implements MemoryStore, MemoryIndex {
  private static final Selection MEMORIES = Selection.of(Kind.MEMORY);

  /// One item with all that belongs to it.
  record Row(Memory memory, Embedding embedding, List<Relation> relations, List<Version> history) {}

  final Map<Long, Row> rows = new TreeMap<>();
  private long last;

  @Override
  public Put put(Allow allow, List<Draft> drafts, Instant at) {
    drafts.forEach(draft -> allow.require(Action.MEMORY_WRITE, draft.place()));
    for (Draft draft : drafts) {
      Optional<Long> there = owned(draft.place(), draft.kind(), draft.id());
      if (there.isPresent() && !isInReach(allow, Action.MEMORY_WRITE, there.get())) {
        return new Put.Taken(draft.id());
      }
    }
    return new Put.Done(drafts.stream().map(draft -> put(allow, draft, at)).toList());
  }

  private Outcome.Effect put(Allow allow, Draft draft, Instant at) {
    Optional<Memory> same =
        rows.values().stream()
            .map(Row::memory)
            .filter(_ -> draft.unlessThere())
            .filter(memory -> memory.kind() == Kind.MEMORY)
            .filter(memory -> memory.place().equals(draft.place()))
            .filter(memory -> memory.text().strip().equals(draft.text().strip()))
            .findFirst();
    if (same.isPresent()) {
      return new Outcome.Effect(Outcome.Event.NONE, same.get());
    }
    Optional<Long> there = owned(draft.place(), draft.kind(), draft.id());
    Optional<Memory> old = there.map(row -> rows.get(row).memory());
    var memory =
        new Memory(
            draft.kind(),
            draft.id(),
            draft.place(),
            draft.text(),
            draft.metadata(),
            draft.attributes(),
            hash(draft.text()),
            old.map(Memory::version).orElse(0) + 1,
            old.map(Memory::createdAt).orElse(at),
            at,
            Provenance.of(allow.identity()),
            old.map(Memory::access).orElse(Access.NEVER));
    store(
        there.orElseGet(() -> ++last),
        memory,
        draft.embedding().orElse(Embedding.NONE),
        draft.relations());
    return new Outcome.Effect(there.isPresent() ? Outcome.Event.UPDATE : Outcome.Event.ADD, memory);
  }

  private void store(long row, Memory memory, Embedding embedding, List<Relation> relations) {
    List<Version> history = new ArrayList<>();
    if (rows.containsKey(row)) {
      history.addAll(rows.get(row).history());
    }
    history.add(version(memory));
    rows.put(row, new Row(memory, embedding, relations, history));
  }

  @Override
  public Optional<Memory> find(Allow allow, Kind kind, String id) {
    return only(allow, Action.MEMORY_READ, kind, id).map(row -> rows.get(row).memory());
  }

  @Override
  public List<Memory> read(Allow allow, List<Long> wanted) {
    return wanted.stream()
        .filter(rows::containsKey)
        .filter(row -> isInReach(allow, Action.MEMORY_READ, row))
        .map(row -> rows.get(row).memory())
        .toList();
  }

  @Override
  public Set<Long> rows(Allow allow, Selection selection) {
    return Set.copyOf(inReach(allow, Action.MEMORY_READ, selection));
  }

  @Override
  public List<Memory> list(Allow allow, Selection selection, Order order, int offset, int limit) {
    List<Long> all = inReach(allow, Action.MEMORY_READ, selection);
    return (order == Order.OLDEST_FIRST ? all : all.reversed())
        .stream().skip(offset).limit(limit).map(row -> rows.get(row).memory()).toList();
  }

  @Override
  public long count(Allow allow, Selection selection) {
    return inReach(allow, Action.MEMORY_READ, selection).size();
  }

  @Override
  public long countEmbedded(Allow allow, Kind kind) {
    return inReach(allow, Action.MEMORY_READ, Selection.of(kind)).stream()
        .filter(row -> rows.get(row).embedding().dimensions() > 0)
        .count();
  }

  @Override
  public List<Hit> nearest(Allow allow, Selection selection, Embedding wanted, int limit) {
    return inReach(allow, Action.MEMORY_READ, selection).stream()
        .map(rows::get)
        .filter(row -> row.embedding().model().equals(wanted.model()))
        .filter(row -> row.embedding().dimensions() == wanted.dimensions())
        .map(row -> new Hit(row.memory(), wanted.cosine(row.embedding().vector())))
        .sorted(Comparator.comparingDouble(Hit::score).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public List<Embedded> embeddings(Allow allow, List<Memory> memories) {
    return memories.stream()
        .flatMap(memory -> owned(memory.place(), memory.kind(), memory.id()).stream())
        .filter(row -> isInReach(allow, Action.MEMORY_READ, row))
        .map(rows::get)
        .filter(row -> row.embedding().dimensions() > 0)
        .map(row -> new Embedded(row.memory(), row.embedding()))
        .toList();
  }

  @Override
  public Revised update(Allow allow, Kind kind, String id, Revision revision, Instant at) {
    Optional<Long> found = only(allow, Action.MEMORY_WRITE, kind, id);
    if (found.isEmpty()) {
      return new Revised.Unknown();
    }
    Row old = rows.get(found.get());
    Place to = revision.place().apply(old.memory().place());
    if (!allow.reach(Action.MEMORY_WRITE).contains(to)) {
      return new Revised.Beyond();
    }
    if (owned(to, kind, id).filter(row -> !row.equals(found.get())).isPresent()) {
      return new Revised.Taken();
    }
    String text = revision.text().orElse(old.memory().text());
    var memory =
        new Memory(
            kind,
            id,
            to,
            text,
            revision.metadata().apply(old.memory().metadata()),
            revision.attributes().apply(old.memory().attributes()),
            hash(text),
            old.memory().version() + 1,
            old.memory().createdAt(),
            at,
            Provenance.of(allow.identity()),
            old.memory().access());
    store(
        found.get(),
        memory,
        revision.embedding().orElse(revision.text().isPresent() ? Embedding.NONE : old.embedding()),
        revision.text().map(_ -> revision.relations().apply(to)).orElse(old.relations()));
    return new Revised.Done(memory);
  }

  @Override
  public void touch(Allow allow, List<Memory> memories, Instant at) {
    for (Memory memory : memories) {
      owned(memory.place(), memory.kind(), memory.id())
          .filter(row -> isInReach(allow, Action.MEMORY_READ, row))
          .ifPresent(row -> rows.computeIfPresent(row, (_, old) -> touched(old, at)));
    }
  }

  private static Row touched(Row row, Instant at) {
    Memory old = row.memory();
    var memory =
        new Memory(
            old.kind(),
            old.id(),
            old.place(),
            old.text(),
            old.metadata(),
            old.attributes(),
            old.hash(),
            old.version(),
            old.createdAt(),
            old.updatedAt(),
            old.provenance(),
            new Access(Optional.of(at), old.access().count() + 1));
    return new Row(memory, row.embedding(), row.relations(), row.history());
  }

  @Override
  public boolean delete(Allow allow, Kind kind, String id, Instant at) {
    Optional<Long> row = only(allow, Action.MEMORY_DELETE, kind, id);
    row.ifPresent(rows::remove);
    return row.isPresent();
  }

  @Override
  public int deleteAll(Allow allow, Selection selection, Instant at) {
    List<Long> all = inReach(allow, Action.MEMORY_DELETE, selection);
    all.forEach(rows::remove);
    return all.size();
  }

  @Override
  public List<Version> history(Allow allow, Kind kind, String id) {
    return only(allow, Action.MEMORY_READ, kind, id)
        .map(row -> rows.get(row).history())
        .orElse(List.of());
  }

  @Override
  public List<Relation> relations(Allow allow, int limit) {
    return inReach(allow, Action.MEMORY_READ, MEMORIES).reversed().stream()
        .flatMap(row -> rows.get(row).relations().stream())
        .limit(limit)
        .toList();
  }

  @Override
  public Counts count(Allow allow) {
    return new Counts(count(allow, MEMORIES), relations(allow, Integer.MAX_VALUE).size());
  }

  @Override
  public List<Ranked> search(Allow allow, Question question) {
    return inReach(allow, Action.MEMORY_READ, Selection.of(question.kind())).stream()
        .filter(row -> question.among().isEmpty() || question.among().get().contains(row))
        .map(row -> new Ranked(row, 1.0 + common(question.words(), rows.get(row).memory().text())))
        .sorted(Comparator.comparingDouble(Ranked::score).reversed())
        .limit(question.limit())
        .toList();
  }

  private boolean isInReach(Allow allow, Action action, long row) {
    return allow.reach(action).contains(rows.get(row).memory().place());
  }

  private List<Long> inReach(Allow allow, Action action, Selection selection) {
    return rows.keySet().stream()
        .filter(row -> isInReach(allow, action, row))
        .filter(row -> selection.fits(rows.get(row).memory()))
        .toList();
  }

  private Optional<Long> only(Allow allow, Action action, Kind kind, String id) {
    List<Long> found =
        inReach(allow, action, Selection.of(kind).where(memory -> memory.id().equals(id)));
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private Optional<Long> owned(Place place, Kind kind, String id) {
    return rows.keySet().stream()
        .filter(row -> rows.get(row).memory().kind() == kind)
        .filter(row -> rows.get(row).memory().id().equals(id))
        .filter(row -> rows.get(row).memory().place().tenant().equals(place.tenant()))
        .filter(row -> rows.get(row).memory().place().user().equals(place.user()))
        .findFirst();
  }

  private static String hash(String text) {
    return Integer.toHexString(text.strip().hashCode());
  }

  private static Version version(Memory memory) {
    return new Version(
        memory.version(),
        memory.text(),
        memory.metadata(),
        memory.attributes(),
        memory.updatedAt(),
        memory.provenance());
  }

  private static int common(String question, String text) {
    Set<String> asked = words(question);
    asked.retainAll(words(text));
    return asked.size();
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\W+")).collect(Collectors.toSet());
  }
}
