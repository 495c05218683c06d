package dev.memwarden.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MemoryEngineTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Place ALICE = Place.ofUser("default", "alice");
  private static final Place BOB = Place.ofUser("default", "bob");

  private final AtomicInteger made = new AtomicInteger();
  private final MapStore store = new MapStore();
  private final MemoryEngine engine =
      new MemoryEngine(
          store,
          store,
          new LengthEmbedder(),
          new VerbatimExtractor(),
          InstantSource.fixed(NOON),
          () -> "m" + made.incrementAndGet());

  @Test
  void remembers_what_the_user_said_trimmed() {
    Outcome outcome =
        engine.add(
            allow("alice"),
            ALICE,
            List.of(
                new Message("system", "Be nice"),
                new Message("user", "  I love tea \n"),
                new Message("assistant", "Noted"),
                new Message("user", "   ")),
            "{}",
            true);

    assertThat(outcome.effects())
        .extracting(one -> one.event() + " " + one.memory().text())
        .containsExactly("ADD I love tea");
    assertThat(outcome.effects().getFirst().memory().createdAt()).isEqualTo(NOON);
    assertThat(outcome.fallback()).isEmpty();
    assertThat(engine.relations(allow("alice"), 10))
        .containsExactly(new Relation("alice", "loves", "tea"));
  }

  @Test
  void without_inference_both_sides_are_remembered_as_they_stand() {
    engine.add(
        allow("alice"),
        ALICE,
        List.of(
            new Message("system", "Be nice"),
            new Message("user", " I love tea "),
            new Message("assistant", "Noted")),
        "{}",
        false);

    assertThat(engine.list(allow("alice"), 10))
        .extracting(Memory::text)
        .containsExactly("Noted", " I love tea ");
    assertThat(engine.relations(allow("alice"), 10)).isEmpty();
  }

  @Test
  void what_is_said_twice_is_remembered_once() {
    engine.add(allow("alice"), ALICE, said("I love tea"), "{}", true);

    Outcome.Effect again =
        engine.add(allow("alice"), ALICE, said("I love tea "), "{}", true).effects().getFirst();

    assertThat(again.event()).isEqualTo(Outcome.Event.NONE);
    assertThat(again.memory().id()).isEqualTo("m1");
  }

  @Test
  void nothing_worth_it_stores_nothing() {
    assertThat(engine.add(allow("alice"), ALICE, said(" "), "{}", true).effects()).isEmpty();
    assertThat(store.rows).isEmpty();
  }

  @Test
  void the_place_must_be_in_reach_even_if_nothing_is_stored() {
    Allow alice = allow("alice");
    List<Message> nothing = said(" ");

    assertThatThrownBy(() -> engine.add(alice, BOB, nothing, "{}", true))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void search_ranks_and_stays_in_reach() {
    engine.add(allow("alice"), ALICE, said("I love green tea", "I hate milk"), "{}", true);
    engine.add(allow("bob"), BOB, said("I love green tea too"), "{}", true);

    List<Hit> hits = engine.search(allow("alice"), "green tea", 10);

    assertThat(hits)
        .extracting(hit -> hit.memory().text())
        .containsExactly("I love green tea", "I hate milk");
    assertThat(hits.getFirst().score()).isGreaterThan(hits.getLast().score());
  }

  @Test
  void each_hit_keeps_its_own_score_when_another_has_vanished() {
    engine.add(allow("alice"), ALICE, said("green tea now", "green tea", "tea"), "{}", true);
    MemoryIndex stale =
        (_, _) ->
            List.of(
                new MemoryIndex.Ranked(99, 3),
                new MemoryIndex.Ranked(2, 2),
                new MemoryIndex.Ranked(3, 1));
    var engineOnStale =
        new MemoryEngine(
            store,
            stale,
            new LengthEmbedder(),
            new VerbatimExtractor(),
            InstantSource.fixed(NOON),
            () -> "unused");

    assertThat(engineOnStale.search(allow("alice"), "tea", 10))
        .extracting(hit -> hit.memory().text() + " " + hit.score())
        .containsExactly("green tea 2.0", "tea 1.0");
  }

  @Test
  void an_update_renews_relations_for_whoever_owns_the_memory() {
    engine.add(allow("alice"), ALICE, said("I love tea"), "{\"a\":1}", true);

    Allow service = allow(Principal.Kind.SERVICE, "importer");
    Optional<Memory> updated = engine.update(service, "m1", "I hate tea", Optional.empty());

    assertThat(updated).map(Memory::metadata).contains("{\"a\":1}");
    assertThat(engine.relations(service, 10))
        .containsExactly(new Relation("alice", "hates", "tea"));
    assertThat(engine.history(allow("alice"), "m1"))
        .extracting(MemoryStore.Version::text)
        .containsExactly("I love tea", "I hate tea");
  }

  @Test
  void anothers_memory_is_unknown() {
    engine.add(allow("bob"), BOB, said("I love tea"), "{}", true);
    Allow alice = allow("alice");

    assertThat(engine.find(alice, "m1")).isEmpty();
    assertThat(engine.update(alice, "m1", "x", Optional.empty())).isEmpty();
    assertThat(engine.delete(alice, "m1")).isFalse();
    assertThat(engine.history(alice, "m1")).isEmpty();
    assertThat(engine.deleteAll(alice)).isZero();
    assertThat(engine.count(alice)).isEqualTo(new MemoryStore.Counts(0, 0));
    assertThat(engine.count(allow("bob"))).isEqualTo(new MemoryStore.Counts(1, 1));
  }

  @Test
  void a_text_may_have_32_KiB_and_not_a_byte_more() {
    Allow alice = allow("alice");
    String longest = "ä".repeat(Memory.MAX_TEXT_BYTES / 2);

    assertThat(engine.add(alice, ALICE, said(longest), "{}", true).effects()).hasSize(1);
    List<Message> tooLong = said(longest + "x");
    assertThatThrownBy(() -> engine.add(alice, ALICE, tooLong, "{}", true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Message> said(String... texts) {
    return Stream.of(texts).map(Message::ofUser).toList();
  }

  private static Allow allow(String user) {
    return allow(Principal.Kind.USER, user);
  }

  private static Allow allow(Principal.Kind kind, String id) {
    var identity =
        new Identity(
            new Principal(kind, "default", id),
            Set.of(),
            Ceiling.of(Action.ALL, Box.EVERYWHERE),
            new CredentialRef(CredentialRef.Kind.API_KEY, "key"));
    List<Demand> demands =
        Action.MEMORY_AND_CHAT.stream().map(action -> new Demand(action, Box.EVERYWHERE)).toList();
    return (Allow) new Policy(List.of(), InstantSource.fixed(NOON)).decide(identity, demands);
  }
}
