package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Reach;
import dev.memwarden.auth.Rule;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.EntityStore.Page;
import dev.memwarden.memory.NewEntity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Random policies against an [EntityStore] that has something everywhere: what it shows, counts,
/// changes and deletes is what the reach contains, no more and no less.
public abstract class EntityReachContract extends Contract {
  private static final EntityKind KIND = EntityKind.SESSION;
  private static final String ID = "s";
  private static final List<Place> PLACES = RandomReaches.places();
  private static final List<Principal> CALLERS =
      List.of(Proofs.user("a"), Proofs.service("a"), Proofs.admin(), Proofs.admin("Default"));

  private EntityStore entities() {
    return stores().entities();
  }

  private void put(Set<Place> places) {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Place place : places) {
        Allow admins =
            Proofs.of(Proofs.admin(place.tenant()), Action.MEMORY_WRITE, Action.MEMORY_READ);
        var _ =
            executor.submit(
                () -> entities().create(admins, NewEntity.lasting(KIND, ID, place, "{}")));
      }
    }
  }

  private Set<Place> everywhere() {
    Set<Place> there = new HashSet<>();
    for (String tenant : List.of("default", "Default")) {
      Allow admins = Proofs.of(Proofs.admin(tenant), Action.MEMORY_READ);
      entities()
          .list(admins, KIND, 0, PLACES.size())
          .entities()
          .forEach(entity -> there.add(entity.place()));
    }
    return there;
  }

  private static Optional<Allow> allowed(Random random, Action action) {
    List<Rule> rules = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      Rule.Effect effect = random.nextBoolean() ? Rule.Effect.PERMIT : Rule.Effect.FORBID;
      rules.add(new Rule(effect, new Rule.Subject.Anyone(), Action.ALL, RandomReaches.box(random)));
    }
    Principal caller = CALLERS.get(random.nextInt(CALLERS.size()));
    Identity who = Proofs.identity(caller, RandomReaches.box(random));
    return Proofs.under(rules, who, action);
  }

  private static Set<Place> within(Reach reach) {
    return PLACES.stream().filter(reach::contains).collect(Collectors.toSet());
  }

  @Test
  void reads_are_of_what_the_reach_contains() {
    put(Set.copyOf(PLACES));
    assertThat(everywhere()).hasSize(PLACES.size());

    RandomReaches.seeds()
        .forEach(seed -> {
          Optional<Allow> allowed = allowed(new Random(seed), Action.MEMORY_READ);
          if (allowed.isPresent()) {
            reads(seed, allowed.get());
          }
        });
  }

  private void reads(long seed, Allow allow) {
    Set<Place> expected = within(allow.reach(Action.MEMORY_READ));

    Page page = entities().list(allow, KIND, 0, PLACES.size());

    assertThat(page.entities())
        .as("seed %s", seed)
        .extracting(Entity::place)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(page.total()).as("seed %s", seed).isEqualTo(expected.size());
    assertThat(entities().find(allow, KIND, ID).isPresent())
        .as("seed %s", seed)
        .isEqualTo(expected.size() == 1);
    if (!page.entities().isEmpty()) {
      assertThat(entities().number(allow, page.entities().getLast()))
          .as("seed %s", seed)
          .isEqualTo(expected.size());
    }
  }

  @Test
  void changes_are_of_what_the_reach_contains() {
    put(Set.copyOf(PLACES));
    Set<Place> changed = ConcurrentHashMap.newKeySet();

    RandomReaches.seeds()
        .limit(100)
        .forEach(seed -> {
          Optional<Allow> allowed = allowed(new Random(seed), Action.MEMORY_WRITE);
          if (allowed.isPresent()) {
            Set<Place> expected = within(allowed.get().reach(Action.MEMORY_WRITE));
            Optional<Entity> updated = entities().update(allowed.get(), KIND, ID, same -> same);
            assertThat(updated.map(Entity::place))
                .as("seed %s", seed)
                .isEqualTo(expected.size() == 1 ? expected.stream().findFirst() : Optional.empty());
            updated.map(Entity::place).ifPresent(changed::add);
          }
        });

    assertThat(changed).as("some seed reaches exactly one").isNotEmpty();
  }

  @Test
  void deletions_are_of_what_the_reach_contains() {
    Set<Place> there = new HashSet<>(PLACES);
    put(there);

    for (long seed : RandomReaches.seeds().limit(60).toArray()) {
      Optional<Allow> allowed = allowed(new Random(seed), Action.MEMORY_DELETE);
      if (allowed.isPresent()) {
        Set<Place> expected = within(allowed.get().reach(Action.MEMORY_DELETE));
        expected.retainAll(there);

        assertThat(entities().deleteAll(allowed.get(), KIND))
            .as("seed %s", seed)
            .isEqualTo(expected.size());

        there.removeAll(expected);
        assertThat(everywhere()).as("seed %s", seed).isEqualTo(there);
      }
    }
  }
}
