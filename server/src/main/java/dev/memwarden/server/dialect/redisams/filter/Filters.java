package dev.memwarden.server.dialect.redisams.filter;

import dev.memwarden.auth.Axis;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Selection;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.fastapi.Problems;
import dev.memwarden.server.http.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// Conditions on memories. They only ever narrow: what somebody may see is decided before, and
/// nothing is left out to find more.
public record Filters(Map<TagField, TagFilter> tags, Map<TimeField, TimeFilter> times) {

  /// No condition.
  public static final Filters NONE = new Filters(Map.of(), Map.of());

  /// A field that has words.
  public enum TagField {
    SESSION("session_id", memory -> one(memory.place().session())),
    LABEL("namespace", memory -> one(memory.place().label())),
    USER("user_id", memory -> one(memory.place().user())),
    TOPICS("topics", memory -> Attributes.of(memory).topics().orElse(List.of())),
    ENTITIES("entities", memory -> Attributes.of(memory).entities().orElse(List.of())),
    TYPE("memory_type", memory -> List.of(Attributes.of(memory).type())),
    STRATEGY("extraction_strategy", memory -> List.of(Attributes.of(memory).strategy()));

    private final String word;
    private final Function<Memory, List<String>> words;

    TagField(String word, Function<Memory, List<String>> words) {
      this.word = word;
      this.words = words;
    }

    /// Its name on the wire.
    public String word() {
      return word;
    }

    /// What a memory has in it.
    public List<String> of(Memory memory) {
      return words.apply(memory);
    }

    private static List<String> one(Optional<String> value) {
      return value.map(List::of).orElse(List.of());
    }
  }

  /// A field that has a time.
  public enum TimeField {
    CREATED("created_at", memory -> Optional.of(memory.createdAt())),
    ACCESSED(
        "last_accessed",
        memory -> memory.access().last().or(() -> Optional.of(memory.createdAt()))),
    EVENT("event_date", memory -> Attributes.of(memory).eventDate());

    private final String word;
    private final Function<Memory, Optional<Instant>> time;

    TimeField(String word, Function<Memory, Optional<Instant>> time) {
      this.word = word;
      this.time = time;
    }

    /// Its name on the wire.
    public String word() {
      return word;
    }
  }

  private static final List<TagField> WHERE =
      List.of(TagField.SESSION, TagField.LABEL, TagField.USER);

  public Filters {
    tags = Map.copyOf(tags);
    times = Map.copyOf(times);
  }

  /// Reads the filters that stand among other fields.
  public static Filters read(Part part) {
    return read(
        part,
        EnumSet.allOf(TagField.class),
        EnumSet.allOf(TimeField.class),
        field -> part.object(field.word).map(TagFilter::read));
  }

  /// Reads an object of filters by some fields, of which a plain word stands for what a field must
  /// have, and a list for words of which it must have one.
  public static Filters read(Part part, Set<TagField> tagFields, Set<TimeField> timeFields) {
    return read(part, tagFields, timeFields, field -> TagFilter.plainOrRead(part, field.word));
  }

  private static Filters read(
      Part part,
      Set<TagField> tagFields,
      Set<TimeField> timeFields,
      Function<TagField, Optional<TagFilter>> tag) {
    Map<TagField, TagFilter> tags = new EnumMap<>(TagField.class);
    for (TagField field : tagFields) {
      tag.apply(field)
          .filter(filter -> !filter.equals(TagFilter.NONE))
          .ifPresent(filter -> tags.put(field, filter));
    }
    Map<TimeField, TimeFilter> times = new EnumMap<>(TimeField.class);
    for (TimeField field : timeFields) {
      part.object(field.word)
          .map(TimeFilter::read)
          .filter(filter -> !filter.equals(TimeFilter.NONE))
          .ifPresent(filter -> times.put(field, filter));
    }
    Filters filters = new Filters(tags, times);
    for (TagField field : WHERE) {
      filters
          .exactly(field)
          .filter(id -> !Axis.accepts(id))
          .ifPresent(_ -> part.wrong(Problems.noId(part.at(field.word)), Optional.empty()));
    }
    return filters;
  }

  /// The one word that a field must have, if there is one. Where it says where something is, the
  /// proof is narrowed to it.
  public Optional<String> exactly(TagField field) {
    return Optional.ofNullable(tags.get(field)).flatMap(TagFilter::eq);
  }

  /// Whether there is a condition on a field.
  public boolean has(TagField field) {
    return tags.containsKey(field);
  }

  /// The same with another condition on one field.
  public Filters with(TagField field, TagFilter filter) {
    Map<TagField, TagFilter> more = new EnumMap<>(TagField.class);
    more.putAll(tags);
    more.put(field, filter);
    return new Filters(more, times);
  }

  /// The same where a field that has no condition must have a word, if there is one.
  public Filters otherwise(TagField field, Optional<String> word) {
    return word.isEmpty() || has(field) ? this : with(field, TagFilter.of(word.get()));
  }

  /// Memories that meet all of this, for a proof that is narrowed to where they must be.
  public Selection selection() {
    List<Predicate<Memory>> conditions = new ArrayList<>();
    tags.forEach((field, filter) -> {
      boolean narrowed =
          WHERE.contains(field) && filter.eq().map(TagFilter::of).stream().anyMatch(filter::equals);
      if (!narrowed) {
        conditions.add(memory -> filter.fits(field.of(memory)));
      }
    });
    times.forEach(
        (field, filter) -> conditions.add(memory -> filter.fits(field.time.apply(memory))));
    Selection all = Selection.of(Kind.MEMORY);
    return conditions.stream().reduce(Predicate::and).map(all::where).orElse(all);
  }

  /// The filters alone.
  public ObjectNode json() {
    ObjectNode node = Json.object();
    writeTo(node);
    return node;
  }

  /// Writes the filters among other fields.
  public void writeTo(ObjectNode node) {
    tags.forEach((field, filter) -> node.set(field.word, filter.json()));
    times.forEach((field, filter) -> node.set(field.word, filter.json()));
  }
}
