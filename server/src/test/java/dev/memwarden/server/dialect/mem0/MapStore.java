package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryIndex;
import dev.memwarden.memory.MemoryStore;
import dev.memwarden.memory.Provenance;
import dev.memwarden.memory.Relation;
import dev.memwarden.memory.Session;
import dev.memwarden.memory.Totals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Memory in a map, and an index that counts common words: what the ports promise, nothing durable.
final class MapStore implements MemoryStore, MemoryIndex, Totals.Source {

  /// One memory with all that belongs to it.
  record Row(Memory memory, Embedding embedding, List<Relation> relations, List<Version> history) {}

  final Map<Long, Row> rows = new TreeMap<>();
  private long last;

  @Override
  public List<Added> add(Allow allow, List<Draft> drafts, Instant at) {
    drafts.forEach(draft -> allow.require(Action.MEMORY_WRITE, draft.place()));
    List<Added> added = new ArrayList<>();
    for (Draft draft : drafts) {
      Optional<Memory> same =
          rows.values().stream()
              .map(Row::memory)
              .filter(memory -> memory.place().equals(draft.place()))
              .filter(memory -> memory.text().strip().equals(draft.text().strip()))
              .findFirst();
      added.add(
          same.map(memory -> new Added(memory, false)).orElseGet(() -> insert(allow, draft, at)));
    }
    return added;
  }

  private Added insert(Allow allow, Draft draft, Instant at) {
    var memory =
        new Memory(
            draft.id(),
            draft.place(),
            draft.text(),
            draft.metadata(),
            Integer.toHexString(draft.text().strip().hashCode()),
            1,
            at,
            at,
            Provenance.of(allow.identity()));
    rows.put(
        ++last, new Row(memory, draft.embedding(), draft.relations(), List.of(version(memory))));
    return new Added(memory, true);
  }

  @Override
  public Optional<Memory> find(Allow allow, String id) {
    return only(allow, Action.MEMORY_READ, id).map(row -> rows.get(row).memory());
  }

  @Override
  public List<Memory> read(Allow allow, List<Long> wanted) {
    return wanted.stream()
        .filter(rows::containsKey)
        .map(row -> rows.get(row).memory())
        .filter(memory -> allow.reach(Action.MEMORY_READ).contains(memory.place()))
        .toList();
  }

  @Override
  public List<Memory> list(Allow allow, int limit) {
    return inReach(allow, Action.MEMORY_READ).stream()
        .sorted(Comparator.reverseOrder())
        .limit(limit)
        .map(row -> rows.get(row).memory())
        .toList();
  }

  @Override
  public Optional<Memory> update(Allow allow, String id, Revision revision, Instant at) {
    return only(allow, Action.MEMORY_WRITE, id).map(row -> replace(allow, row, revision, at));
  }

  private Memory replace(Allow allow, long row, Revision revision, Instant at) {
    Row old = rows.get(row);
    Place place = old.memory().place();
    var memory =
        new Memory(
            old.memory().id(),
            place,
            revision.text(),
            revision.metadata().orElse(old.memory().metadata()),
            Integer.toHexString(revision.text().strip().hashCode()),
            old.memory().version() + 1,
            old.memory().createdAt(),
            at,
            Provenance.of(allow.identity()));
    List<Version> history = new ArrayList<>(old.history());
    history.add(version(memory));
    rows.put(
        row, new Row(memory, revision.embedding(), revision.relations().apply(place), history));
    return memory;
  }

  @Override
  public boolean delete(Allow allow, String id, Instant at) {
    Optional<Long> row = only(allow, Action.MEMORY_DELETE, id);
    row.ifPresent(rows::remove);
    return row.isPresent();
  }

  @Override
  public int deleteAll(Allow allow, Instant at) {
    List<Long> all = inReach(allow, Action.MEMORY_DELETE);
    all.forEach(rows::remove);
    return all.size();
  }

  @Override
  public List<Version> history(Allow allow, String id) {
    return only(allow, Action.MEMORY_READ, id)
        .map(row -> rows.get(row).history())
        .orElse(List.of());
  }

  @Override
  public List<Relation> relations(Allow allow, int limit) {
    return inReach(allow, Action.MEMORY_READ).stream()
        .sorted(Comparator.reverseOrder())
        .flatMap(row -> rows.get(row).relations().stream())
        .limit(limit)
        .toList();
  }

  @Override
  public Sessions sessions(Allow allow, int offset, int limit) {
    Map<List<Object>, Session> sessions = new LinkedHashMap<>();
    for (long row : inReach(allow, Action.MEMORY_READ)) {
      Memory memory = rows.get(row).memory();
      Place place = memory.place();
      if (place.session().isPresent()) {
        var one =
            new Session(
                place.tenant(),
                place.user(),
                place.session().get(),
                memory.createdAt(),
                memory.updatedAt());
        sessions.putIfAbsent(List.of(one.tenant(), one.user(), one.id()), one);
      }
    }
    return new Sessions(
        sessions.values().stream().skip(offset).limit(limit).toList(), sessions.size());
  }

  @Override
  public Counts count(Allow allow) {
    return new Counts(
        inReach(allow, Action.MEMORY_READ).size(), relations(allow, Integer.MAX_VALUE).size());
  }

  @Override
  public Totals totals() {
    long users = rows.values().stream().map(row -> row.memory().place().user()).distinct().count();
    return new Totals(rows.size(), users);
  }

  @Override
  public List<Ranked> search(Allow allow, String words, Embedding meaning, int limit) {
    return inReach(allow, Action.MEMORY_READ).stream()
        .map(row -> new Ranked(row, 1.0 + common(words, rows.get(row).memory().text())))
        .sorted(Comparator.comparingDouble(Ranked::score).reversed())
        .limit(limit)
        .toList();
  }

  private List<Long> inReach(Allow allow, Action action) {
    return rows.keySet().stream()
        .filter(row -> allow.reach(action).contains(rows.get(row).memory().place()))
        .toList();
  }

  private Optional<Long> only(Allow allow, Action action, String id) {
    List<Long> found =
        inReach(allow, action).stream()
            .filter(row -> rows.get(row).memory().id().equals(id))
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static Version version(Memory memory) {
    return new Version(
        memory.version(),
        memory.text(),
        memory.metadata(),
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
