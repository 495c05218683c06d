package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.memory.Entity;
import dev.memwarden.server.dialect.redisams.filter.Filters;
import dev.memwarden.server.dialect.redisams.filter.Filters.TagField;
import dev.memwarden.server.dialect.redisams.filter.Filters.TimeField;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.http.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// What is to be summed up, and how.
///
/// @param source what of memory; see [#SOURCE]
/// @param groupBy fields of which each combination of values gets a summary of its own
/// @param filters which memories count
/// @param days only those that were stored in the last so many days
/// @param continuous whether it is brought up to date without being told to
/// @param prompt what the summaries are to be about
/// @param model kept and shown
record View(
    Optional<String> name,
    String source,
    List<String> groupBy,
    Filters filters,
    Optional<Integer> days,
    boolean continuous,
    Optional<String> prompt,
    Optional<String> model) {

  /// The only source there is.
  static final String SOURCE = "long_term";

  /// Longest window: a century.
  static final int MAX_DAYS = 36_500;

  /// Longest wish what the summaries are to be about, in bytes of UTF-8.
  static final int MAX_PROMPT_BYTES = 8_192;

  /// Most fields to group by that are looked at; there are fewer that make sense.
  static final int MAX_GROUPS = 16;

  /// Fields to group by.
  static final List<TagField> GROUPS =
      List.of(TagField.USER, TagField.LABEL, TagField.SESSION, TagField.TYPE);

  /// Fields to filter by.
  static final Set<TagField> TAGS =
      EnumSet.of(
          TagField.USER,
          TagField.LABEL,
          TagField.SESSION,
          TagField.TYPE,
          TagField.STRATEGY,
          TagField.TOPICS);

  static final Set<TimeField> TIMES = EnumSet.of(TimeField.EVENT);

  private static final Set<String> GROUP_WORDS =
      GROUPS.stream().map(TagField::word).collect(Collectors.toUnmodifiableSet());

  private static final Set<String> FILTER_WORDS =
      Stream.concat(TAGS.stream().map(TagField::word), TIMES.stream().map(TimeField::word))
          .collect(Collectors.toUnmodifiableSet());

  View {
    groupBy = List.copyOf(groupBy);
  }

  /// What is kept in an entity.
  static View of(Entity entity) {
    return Part.known((ObjectNode) Attributes.parsed(entity.body()), View::read);
  }

  /// Reads a view. Of filters only those that make sense.
  static View read(Part part) {
    return new View(
        part.text("name", Part.MAX_NAME_BYTES),
        part.required("source", Part.MAX_NAME_BYTES),
        part.texts("group_by", MAX_GROUPS, Part.MAX_NAME_BYTES).orElse(List.of()).stream()
            .distinct()
            .toList(),
        part.object("filters")
            .map(filters -> Filters.read(filters, TAGS, TIMES))
            .orElse(Filters.NONE),
        part.integer("time_window_days", 1, MAX_DAYS),
        part.flag("continuous").orElse(false),
        part.text("prompt", MAX_PROMPT_BYTES),
        part.text("model_name", Part.MAX_NAME_BYTES));
  }

  /// Whether a view can be filtered by a field.
  static boolean filtersBy(String field) {
    return FILTER_WORDS.contains(field);
  }

  /// Fields to group by that make no sense.
  List<String> unsupportedGroups() {
    return groupBy.stream().filter(field -> !GROUP_WORDS.contains(field)).toList();
  }

  /// As it is kept.
  ObjectNode json() {
    ObjectNode node = Json.object();
    node.put("name", name.orElse(null)).put("source", source);
    node.set("group_by", Attributes.array(groupBy));
    node.set("filters", filters.json());
    node.put("time_window_days", days.orElse(null)).put("continuous", continuous);
    return node.put("prompt", prompt.orElse(null)).put("model_name", model.orElse(null));
  }

  /// As it is shown.
  static ObjectNode shown(Entity entity) {
    ObjectNode node = Json.object().put("id", entity.id());
    node.setAll(of(entity).json());
    return node;
  }
}
