package dev.memwarden.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an extractor that knows and changes memory can and cannot do.
class KnownMemoriesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Place ALICE = Place.ofUser("default", "alice");
  private static final Place ALICE_AT_WORK =
      new Place(
          "default", Optional.of("alice"), Optional.of("work"), Optional.empty(), Optional.empty());
  private static final Place BOB = Place.ofUser("default", "bob");
  private static final List<Message> SAID = List.of(Message.ofUser("I moved to Oslo"));

  private final AtomicInteger made = new AtomicInteger();
  private final MapStore store = new MapStore();
  private final List<Memory> shown = new ArrayList<>();
  private Function<List<Memory>, List<Change>> wish = _ -> List.of();
  private final MemoryEngine engine = engine(new Wishing());

  private final class Wishing implements Extractor {
    @Override
    public int appetite() {
      return 10;
    }

    @Override
    public Extraction extract(String owner, List<Message> conversation, List<Memory> known) {
      shown.addAll(known);
      return Extraction.of(wish.apply(known));
    }
  }

  @BeforeEach
  void remember() {
    MemoryEngine verbatim = engine(new VerbatimExtractor());
    Identity service = identity(Principal.Kind.SERVICE, "importer", Action.MEMORY_AND_CHAT);
    for (Place place : List.of(ALICE, ALICE_AT_WORK, BOB)) {
      verbatim.add(
          allow(service, List.of(), new Demand(Action.MEMORY_WRITE, Box.exactly(place))),
          place,
          List.of(Message.ofUser("I live in Rome")),
          "{\"a\":1}",
          true);
    }
  }

  @Test
  void only_what_is_at_exactly_the_place_is_shown_however_far_the_proof_reaches() {
    Identity service = identity(Principal.Kind.SERVICE, "importer", Action.MEMORY_AND_CHAT);
    Allow everywhere =
        allow(
            service,
            List.of(),
            new Demand(Action.MEMORY_WRITE, Box.ofTenant("default")),
            new Demand(Action.MEMORY_READ, Box.ofTenant("default")));

    engine.add(everywhere, ALICE, SAID, "{}", true);

    assertThat(shown).extracting(Memory::id).containsExactly("m1");
  }

  @Test
  void a_known_memory_can_be_changed_forgotten_and_left() {
    wish =
        known ->
            List.of(
                new Change.Add("I like snow", List.of()),
                new Change.Update(
                    known.getFirst(),
                    "I live in Oslo",
                    List.of(new Relation("alice", "lives_in", "Oslo"))));
    Allow alice = alice(Action.MEMORY_AND_CHAT);

    Outcome outcome = engine.add(alice, ALICE, SAID, "{}", true);

    assertThat(events(outcome)).containsExactly("ADD m4 I like snow", "UPDATE m1 I live in Oslo");
    assertThat(engine.history(alice, "m1"))
        .extracting(MemoryStore.Version::text)
        .containsExactly("I live in Rome", "I live in Oslo");
    assertThat(engine.find(alice, "m1")).map(Memory::metadata).contains("{\"a\":1}");
    assertThat(engine.relations(alice, 10)).contains(new Relation("alice", "lives_in", "Oslo"));

    wish =
        known ->
            known.stream()
                .filter(memory -> memory.id().equals("m1"))
                .<Change>map(Change.Delete::new)
                .toList();
    assertThat(events(engine.add(alice, ALICE, SAID, "{}", true)))
        .contains("DELETE m1 I live in Oslo");
    assertThat(engine.find(alice, "m1")).isEmpty();
    assertThat(store.rows.keySet()).containsExactly(2L, 3L, 4L);
  }

  @Test
  void who_may_only_write_adds_and_is_shown_nothing() {
    wish = _ -> List.of(new Change.Add("I live in Oslo", List.of()));

    Outcome outcome = engine.add(alice(EnumSet.of(Action.MEMORY_WRITE)), ALICE, SAID, "{}", true);

    assertThat(shown).isEmpty();
    assertThat(events(outcome)).containsExactly("ADD m4 I live in Oslo");
  }

  @Test
  void who_may_not_delete_forgets_nothing() {
    wish = known -> List.of(new Change.Delete(known.getFirst()));
    Allow alice = alice(EnumSet.of(Action.MEMORY_WRITE, Action.MEMORY_READ));

    assertThat(events(engine.add(alice, ALICE, SAID, "{}", true)))
        .containsExactly("NONE m1 I live in Rome");
    assertThat(engine.find(alice, "m1")).isPresent();
  }

  @Test
  void a_forbid_on_deleting_holds_for_extractors_too() {
    wish = known -> List.of(new Change.Delete(known.getFirst()));
    var forbid =
        new Rule(
            Rule.Effect.FORBID,
            new Rule.Subject.Anyone(),
            Set.of(Action.MEMORY_DELETE),
            Box.ofUser("default", "alice"));
    Allow alice =
        allow(
            identity(Principal.Kind.USER, "alice", Action.MEMORY_AND_CHAT),
            List.of(forbid),
            demands());

    assertThat(events(engine.add(alice, ALICE, SAID, "{}", true)))
        .containsExactly("NONE m1 I live in Rome");
  }

  @Test
  void an_extractor_that_names_memory_from_elsewhere_changes_nothing_there() {
    Memory bobs = store.rows.get(3L).memory();
    wish = _ -> List.of(new Change.Update(bobs, "gone", List.of()), new Change.Delete(bobs));
    Identity service = identity(Principal.Kind.SERVICE, "importer", Action.MEMORY_AND_CHAT);
    Allow everywhere =
        allow(
            service,
            List.of(),
            new Demand(Action.MEMORY_WRITE, Box.ofTenant("default")),
            new Demand(Action.MEMORY_DELETE, Box.ofTenant("default")));

    engine.add(everywhere, ALICE, SAID, "{}", true);

    assertThat(store.rows.get(3L).memory()).isEqualTo(bobs);
  }

  @Test
  void an_update_by_hand_asks_no_extractor() {
    wish =
        _ -> {
          throw new AssertionError("asked");
        };

    assertThat(
            engine.update(alice(Action.MEMORY_AND_CHAT), "m1", "I live in Bonn", Optional.empty()))
        .isPresent();
  }

  private MemoryEngine engine(Extractor extractor) {
    return new MemoryEngine(
        store,
        store,
        new LengthEmbedder(),
        extractor,
        InstantSource.fixed(NOON),
        () -> "m" + made.incrementAndGet());
  }

  private static List<String> events(Outcome outcome) {
    return outcome.effects().stream()
        .map(effect -> effect.event() + " " + effect.memory().id() + " " + effect.memory().text())
        .toList();
  }

  private static Allow alice(Set<Action> actions) {
    return allow(identity(Principal.Kind.USER, "alice", actions), List.of(), demands());
  }

  private static Demand[] demands() {
    Box place = Box.exactly(ALICE);
    return new Demand[] {
      new Demand(Action.MEMORY_WRITE, place),
      Demand.optional(Action.MEMORY_READ, place),
      Demand.optional(Action.MEMORY_DELETE, place)
    };
  }

  private static Allow allow(Identity who, List<Rule> rules, Demand... demands) {
    return (Allow) new Policy(rules, InstantSource.fixed(NOON)).decide(who, List.of(demands));
  }

  private static Identity identity(Principal.Kind kind, String id, Set<Action> actions) {
    return new Identity(
        new Principal(kind, "default", id),
        Set.of(),
        Ceiling.of(actions, Box.EVERYWHERE),
        new CredentialRef(CredentialRef.Kind.API_KEY, "key"));
  }
}
