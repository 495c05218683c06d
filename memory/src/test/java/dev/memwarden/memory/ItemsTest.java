package dev.memwarden.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the engine adds to the ports for items of any kind.
class ItemsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOON);
  private static final Place ALICE = Place.ofUser("default", "alice");
  private static final Selection MESSAGES = Selection.of(Kind.MESSAGE);

  private final MapStore store = new MapStore();
  private final List<List<String>> embedded = new ArrayList<>();
  private final Embedder embedder = new Counting();
  private final MemoryEngine engine =
      new MemoryEngine(store, store, embedder, new VerbatimExtractor(), CLOCK, () -> "unused");

  /// Remembers which texts were embedded together.
  private final class Counting implements Embedder {
    private final LengthEmbedder lengths = new LengthEmbedder();

    @Override
    public String model() {
      return lengths.model();
    }

    @Override
    public int dimensions() {
      return lengths.dimensions();
    }

    @Override
    public List<Embedding> embed(List<String> texts) {
      embedded.add(texts);
      return lengths.embed(texts);
    }

    @Override
    public Embedding embedQuery(String text) {
      embedded.add(List.of(text));
      return lengths.embedQuery(text);
    }
  }

  private static Allow allow() {
    var identity =
        new Identity(
            new Principal(Principal.Kind.USER, "default", "alice"),
            Set.of(),
            Ceiling.of(Action.ALL, Box.EVERYWHERE),
            new CredentialRef(CredentialRef.Kind.API_KEY, "k-alice"));
    List<Demand> demands =
        Stream.of(Action.MEMORY_READ, Action.MEMORY_WRITE, Action.MEMORY_DELETE)
            .map(action -> new Demand(action, Box.EVERYWHERE))
            .toList();
    return (Allow) new Policy(List.of(), CLOCK).decide(identity, demands);
  }

  private static Draft message(String id, String text) {
    return Draft.of(Kind.MESSAGE, id, ALICE, text);
  }

  @Test
  void texts_without_a_vector_are_embedded_together_and_others_not_at_all() {
    float[] vector = {1, 2, 3, 4, 5, 6, 7, 8};
    Put put =
        engine.put(
            allow(),
            List.of(
                message("m1", "one"),
                message("m2", "two").withEmbedding(Embedding.ofClient(vector)),
                message("m3", "three").withEmbedding(Embedding.NONE),
                message("m4", "four")));

    assertThat(put).isInstanceOf(Put.Done.class);
    assertThat(embedded).containsExactly(List.of("one", "four"));
    List<Memory> all = engine.list(allow(), MESSAGES, Order.OLDEST_FIRST, 0, 9);
    assertThat(engine.embeddings(allow(), all))
        .extracting(its -> its.memory().id() + " " + its.embedding().model())
        .containsExactly("m1 length", "m2 client", "m4 length");
  }

  @Test
  void what_may_not_be_stored_costs_no_model() {
    Draft bobs = Draft.of(Kind.MESSAGE, "m1", Place.ofUser("default", "bob"), "text");
    String tooLong = "x".repeat(Memory.MAX_TEXT_BYTES + 1);

    assertThatIllegalStateException().isThrownBy(() -> engine.put(allow(), List.of(bobs)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.put(allow(), List.of(message("m1", tooLong))));

    assertThat(embedded).isEmpty();
    assertThat(store.rows).isEmpty();
  }

  @Test
  void words_alone_need_no_model() {
    Put _ = engine.put(allow(), List.of(message("m1", "tea").withEmbedding(Embedding.NONE)));

    assertThat(engine.search(allow(), new Search("tea", Ranking.WORDS, MESSAGES, 10))).hasSize(1);
    assertThat(embedded).isEmpty();
    assertThat(engine.search(allow(), new Search("tea", Ranking.MEANING, MESSAGES, 10))).hasSize(1);
    assertThat(embedded).containsExactly(List.of("tea"));
  }

  @Test
  void a_question_that_has_a_vector_already_needs_no_model() {
    Put _ = engine.put(allow(), List.of(message("m1", "tea")));
    Embedding asked = engine.embedQuery("tea");
    embedded.clear();

    Search search = new Search("tea", Ranking.MEANING, MESSAGES, 10);
    assertThat(engine.search(allow(), search, asked)).hasSize(1);
    assertThat(embedded).isEmpty();
  }

  @Test
  void a_vector_that_was_made_here_can_be_brought_back() {
    Put _ =
        engine.put(
            allow(),
            List.of(message("m1", "tea"), message("m2", "x").withEmbedding(Embedding.NONE)));
    Embedding back = engine.asEmbedded(engine.embedQuery("tea").vector());

    assertThat(engine.nearest(allow(), MESSAGES, back, 9)).hasSize(1);
    assertThat(engine.countEmbedded(allow(), Kind.MESSAGE)).isOne();
    assertThat(engine.dimensions()).isEqualTo(back.dimensions());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.asEmbedded(new float[engine.dimensions() + 1]));
  }

  @Test
  void a_search_finds_only_what_is_selected_however_well_others_fit() {
    Put _ =
        engine.put(
            allow(),
            List.of(
                message("m1", "green tea"),
                message("m2", "tea"),
                Draft.of(Kind.DOCUMENT, "d1", ALICE, "green tea")));
    Selection second = MESSAGES.where(message -> message.id().equals("m2"));

    assertThat(engine.search(allow(), new Search("green tea", Ranking.FUSED, second, 1)))
        .extracting(hit -> hit.memory().id())
        .containsExactly("m2");
    assertThat(engine.search(allow(), "green tea", 10)).as("there are no memories").isEmpty();
  }

  @Test
  void what_does_not_fit_any_more_when_it_is_read_is_no_hit() {
    Put _ = engine.put(allow(), List.of(message("m1", "tea"), message("m2", "tea")));
    MemoryIndex slow =
        (allow, question) -> {
          var ranking = store.search(allow, question);
          store.update(
              allow, Kind.MESSAGE, "m1", Revision.NOTHING.withMetadata(_ -> "changed"), NOON);
          return ranking;
        };
    var late =
        new MemoryEngine(store, slow, embedder, new VerbatimExtractor(), CLOCK, () -> "unused");
    Selection unchanged = MESSAGES.where(message -> message.metadata().equals("{}"));

    assertThat(late.search(allow(), new Search("tea", Ranking.WORDS, unchanged, 10)))
        .extracting(hit -> hit.memory().id())
        .containsExactly("m2");
  }

  @Test
  void a_revision_embeds_a_new_text_and_nothing_else() {
    Put _ = engine.put(allow(), List.of(message("m1", "one")));
    embedded.clear();

    Revision metadata = Revision.NOTHING.withMetadata(old -> old.replace("}", "\"a\":1}"));
    assertThat(engine.revise(allow(), Kind.MESSAGE, "m1", metadata).done())
        .hasValueSatisfying(its -> assertThat(its.metadata()).isEqualTo("{\"a\":1}"));
    assertThat(embedded).isEmpty();

    assertThat(engine.revise(allow(), Kind.MESSAGE, "m1", Revision.NOTHING.withText("two")).done())
        .hasValueSatisfying(its -> assertThat(its.metadata()).isEqualTo("{\"a\":1}"));
    assertThat(embedded).containsExactly(List.of("two"));
    assertThat(engine.revise(allow(), Kind.MEMORY, "m1", metadata))
        .isEqualTo(new Revised.Unknown());
  }

  @Test
  void only_a_memory_has_relations_found_in_its_text() {
    Put _ =
        engine.put(
            allow(), List.of(message("m1", "one"), Draft.of(Kind.MEMORY, "m1", ALICE, "one")));
    Revision said = Revision.NOTHING.withText("I love tea");

    assertThat(engine.revise(allow(), Kind.MESSAGE, "m1", said).done()).isPresent();
    assertThat(store.rows.values()).allMatch(row -> row.relations().isEmpty());
    assertThat(engine.revise(allow(), Kind.MEMORY, "m1", said).done()).isPresent();
    assertThat(engine.relations(allow(), 10))
        .containsExactly(new Relation("alice", "loves", "tea"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 2_001})
  void a_vector_of_a_client_has_bounds(int length) {
    float[] vector = new float[length];
    if (length > 0) {
      vector[0] = 1;
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Embedding.ofClient(vector));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, Float.NaN, Float.POSITIVE_INFINITY})
  void a_vector_of_a_client_points_somewhere(float number) {
    float[] vector = new float[8];
    vector[0] = number;
    assertThatIllegalArgumentException().isThrownBy(() -> Embedding.ofClient(vector));
  }
}
