package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Selection;
import dev.memwarden.server.dialect.redisams.filter.Filters.TagField;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Which memories a view means, or one group of it: those in the reach of whoever asks that are
/// where the view is, meet its filters and have the values of the group. Each of these narrows;
/// none makes up for another.
///
/// @param box where they are; empty if they can be nowhere
final class Meant {
  private static final int PAGE = 1_000;

  private static final Map<TagField, Axis> AXES =
      Map.of(TagField.USER, Axis.USER, TagField.SESSION, Axis.SESSION, TagField.LABEL, Axis.LABEL);

  private final View view;
  private final Optional<Box> box;
  private final Selection selection;

  private Meant(View view, Optional<Box> box, Selection selection) {
    this.view = view;
    this.box = box;
    this.selection = selection;
  }

  /// All of a view.
  static Meant all(Entity entity, Instant now) {
    return of(entity, Map.of(), now);
  }

  /// One group of a view.
  static Meant of(Entity entity, Map<String, String> group, Instant now) {
    View view = View.of(entity);
    return new Meant(view, box(entity.place(), view, group), selection(view, group, now));
  }

  private static Optional<Box> box(Place place, View view, Map<String, String> group) {
    boolean asksForUsers =
        view.filters().has(TagField.USER) || group.containsKey(TagField.USER.word());
    Optional<Box> box =
        Optional.of(
            Box.ofTenant(place.tenant())
                .narrowed(Axis.USER, place.user().filter(_ -> !asksForUsers))
                .narrowed(Axis.AGENT, place.agent())
                .narrowed(Axis.SESSION, place.session())
                .narrowed(Axis.LABEL, place.label()));
    for (Map.Entry<TagField, Axis> field : AXES.entrySet()) {
      Optional<String> filtered = view.filters().exactly(field.getKey());
      Optional<String> grouped = Optional.ofNullable(group.get(field.getKey().word()));
      Axis axis = field.getValue();
      box =
          box.flatMap(wide -> wide.intersect(Box.EVERYWHERE.narrowed(axis, filtered)))
              .flatMap(wide -> wide.intersect(Box.EVERYWHERE.narrowed(axis, grouped)));
    }
    return box;
  }

  private static Selection selection(View view, Map<String, String> group, Instant now) {
    Selection selection = view.filters().selection();
    Optional<Instant> since = view.days().map(days -> now.minus(Duration.ofDays(days)));
    if (since.isPresent()) {
      selection = selection.where(memory -> !memory.createdAt().isBefore(since.get()));
    }
    Optional<String> type = Optional.ofNullable(group.get(TagField.TYPE.word()));
    return type.isPresent()
        ? selection.where(memory -> TagField.TYPE.of(memory).contains(type.get()))
        : selection;
  }

  /// The newest of them, newest first (`memory:read`).
  List<Memory> newest(MemoryEngine engine, Allow allow, int most) {
    return list(engine, allow, Order.NEWEST_FIRST, 0, most);
  }

  /// The groups that they are in (`memory:read`). What has no value in one of the fields is in
  /// none.
  ///
  /// @param most stops after so many and one more
  Set<Map<String, String>> groups(MemoryEngine engine, Allow allow, int most) {
    Set<Map<String, String>> groups = new LinkedHashSet<>();
    int offset = 0;
    List<Memory> page;
    do {
      page = list(engine, allow, Order.OLDEST_FIRST, offset, PAGE);
      page.stream().map(this::group).flatMap(Optional::stream).forEach(groups::add);
      offset += PAGE;
    } while (page.size() == PAGE && groups.size() <= most);
    return groups;
  }

  private Optional<Map<String, String>> group(Memory memory) {
    Map<String, String> group = new TreeMap<>();
    for (TagField field : View.GROUPS) {
      if (view.groupBy().contains(field.word())) {
        field.of(memory).forEach(value -> group.put(field.word(), value));
      }
    }
    return Optional.of(group).filter(found -> found.size() == view.groupBy().size());
  }

  private List<Memory> list(MemoryEngine engine, Allow allow, Order order, int offset, int limit) {
    return box.filter(where -> !allow.mayReach(Action.MEMORY_READ).intersect(where).isEmpty())
        .map(where -> engine.list(allow.within(where), selection, order, offset, limit))
        .orElse(List.of());
  }
}
