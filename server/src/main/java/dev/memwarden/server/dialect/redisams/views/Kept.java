package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.NamedId;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.server.dialect.redisams.filter.Filters.TagField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Views, their summaries and their tasks in the store. Whatever somebody keeps is found by the
/// same principal alone, however far another's reach goes; a summary moreover by none that may not
/// read all that it is made of.
final class Kept {
  private static final int PAGE = 500;

  private final EntityStore entities;

  Kept(EntityStore entities) {
    this.entities = entities;
  }

  /// Keeps a view (`memory:write`).
  Entity create(Allow allow, NewEntity view, List<JobRequest> jobs) {
    return entities.put(allow, view, jobs);
  }

  /// Asks for something to be done to a view, if it is there (`memory:write`).
  void ask(Allow allow, Entity view, JobRequest job) {
    var _ =
        entities.update(
            allow.within(Box.exactly(view.place())),
            view.kind(),
            view.id(),
            same -> same,
            List.of(job));
  }

  /// The caller's views (`memory:read`).
  List<Entity> views(Allow allow, Where where) {
    return all(allow.within(where.views()), EntityKind.SUMMARY_VIEW, mine(allow));
  }

  /// One of the caller's views (`memory:read`).
  Optional<Entity> view(Allow allow, Box where, String id) {
    return reaches(allow, where)
        .flatMap(here -> entities.find(here, EntityKind.SUMMARY_VIEW, id))
        .filter(mine(allow));
  }

  /// Removes a view and all that came of it, as far as the caller may (`memory:delete`).
  void delete(Allow allow, Entity view) {
    partitions(allow, view).forEach(one -> remove(allow, one));
    remove(allow, view);
  }

  private void remove(Allow allow, Entity one) {
    if (allow.mayReach(Action.MEMORY_DELETE).contains(one.place())) {
      boolean _ = entities.delete(allow.within(Box.exactly(one.place())), one.kind(), one.id());
    }
  }

  /// The summaries of a view that the caller may be shown (`memory:read`).
  List<Partition> shown(Allow allow, Entity view) {
    return partitions(allow, view).stream()
        .map(Partition::of)
        .filter(one -> one.sources().stream().allMatch(allow.reach(Action.MEMORY_READ)::contains))
        .toList();
  }

  // Their ids say whose they are: no body is looked into for it.
  private List<Entity> partitions(Allow allow, Entity view) {
    return all(
        allow,
        EntityKind.PARTITION,
        one -> one.id().startsWith(prefix(view)) && mine(allow).test(one));
  }

  private static String prefix(Entity view) {
    return view.id() + ":";
  }

  /// Keeps a summary in the place of the one of its group (`memory:write`).
  ///
  /// @return whether the caller may write there
  boolean put(Allow allow, Entity view, Partition partition) {
    Place place = place(view.place(), partition.group());
    boolean writable = allow.mayReach(Action.MEMORY_WRITE).contains(place);
    if (writable) {
      List<String> names = new ArrayList<>();
      new TreeMap<>(partition.group())
          .forEach((field, value) -> names.addAll(List.of(field, value)));
      String id = prefix(view) + NamedId.of(names.toArray(String[]::new));
      var _ =
          entities.put(allow, NewEntity.lasting(EntityKind.PARTITION, id, place, partition.text()));
    }
    return writable;
  }

  // A service's summary about one user goes when that user goes.
  private static Place place(Place view, Map<String, String> group) {
    return new Place(
        view.tenant(),
        view.user().or(() -> Optional.ofNullable(group.get(TagField.USER.word()))),
        view.agent(),
        view.session(),
        view.label());
  }

  /// Keeps a task, and asks for it to be done (`memory:write`).
  ///
  /// @return empty if there is one of its id
  Optional<Entity> begin(Allow allow, NewEntity task, JobRequest job) {
    return entities.create(allow, task, List.of(job));
  }

  /// One of the caller's tasks (`memory:read`): the one in its own space, else the only one of its
  /// id.
  Optional<Entity> task(Allow allow, Where where, String id) {
    return reaches(allow, Box.exactly(where.own().place()))
        .flatMap(here -> entities.find(here, EntityKind.TASK, id))
        .or(() -> entities.find(allow.within(where.views()), EntityKind.TASK, id))
        .filter(mine(allow));
  }

  /// Notes how a task is coming along, if it is there and may still be written (`memory:write`).
  Optional<Task> note(Allow allow, Place place, String id, UnaryOperator<Task> change) {
    if (!allow.mayReach(Action.MEMORY_WRITE).contains(place)) {
      return Optional.empty();
    }
    return entities
        .update(
            allow.within(Box.exactly(place)),
            EntityKind.TASK,
            id,
            old -> old.withBody(change.apply(Task.of(old)).text()))
        .map(Task::of);
  }

  /// A task that can be asked for until its time is over.
  static NewEntity task(String id, Place place, Task task, Instant now) {
    return new NewEntity(EntityKind.TASK, id, place, task.text(), Optional.of(now.plus(Task.KEPT)));
  }

  private List<Entity> all(Allow allow, EntityKind kind, Predicate<Entity> wanted) {
    List<Entity> all = new ArrayList<>();
    int offset = 0;
    EntityStore.Page page;
    do {
      page = entities.list(allow, kind, offset, PAGE);
      page.entities().stream().filter(wanted).forEach(all::add);
      offset += PAGE;
    } while (offset < page.total());
    return all;
  }

  private static Optional<Allow> reaches(Allow allow, Box box) {
    return allow.mayReach(Action.MEMORY_READ).intersect(box).isEmpty()
        ? Optional.empty()
        : Optional.of(allow.within(box));
  }

  private static Predicate<Entity> mine(Allow allow) {
    String principal = allow.identity().principal().toString();
    return entity -> entity.provenance().principal().equals(principal);
  }
}
