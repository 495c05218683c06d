package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Embedded;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Hit;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryStore;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Selection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [MemoryStore] must do with a [Selection].
public abstract class SelectionContract extends Contract {
  private static final Allow ALICES = Proofs.memoryOf("alice");
  private static final Allow BOBS = Proofs.memoryOf("bob");
  private static final Allow ADMINS =
      Proofs.of(Proofs.admin(), Action.MEMORY_READ, Action.MEMORY_WRITE, Action.MEMORY_DELETE);
  private static final Place ALICE = Place.ofUser(Proofs.TENANT, "alice");
  private static final Selection MESSAGES = Selection.of(Kind.MESSAGE);
  private static final Selection EVEN =
      MESSAGES.where(message -> Integer.parseInt(message.text()) % 2 == 0);

  private MemoryStore memories() {
    return stores().memories();
  }

  private void messages(int count) {
    Draft[] drafts =
        IntStream.range(0, count)
            .mapToObj(i -> Draft.of(Kind.MESSAGE, "m" + i, ALICE, Integer.toString(i)))
            .toArray(Draft[]::new);
    assertThat(Drafts.put(stores(), ALICES, drafts)).hasSize(count);
    assertThat(Drafts.put(stores(), ALICES, Drafts.of("alice", "other", "4"))).hasSize(1);
    assertThat(
            Drafts.put(
                stores(),
                BOBS,
                Draft.of(Kind.MESSAGE, "m0", Place.ofUser(Proofs.TENANT, "bob"), "4")))
        .hasSize(1);
  }

  private List<String> listed(Selection selection, Order order, int offset, int limit) {
    return memories().list(ALICES, selection, order, offset, limit).stream()
        .map(Memory::text)
        .toList();
  }

  @Test
  void a_page_of_a_list_is_counted_in_what_was_selected() {
    messages(10);

    assertThat(listed(MESSAGES, Order.OLDEST_FIRST, 2, 3)).containsExactly("2", "3", "4");
    assertThat(listed(MESSAGES, Order.NEWEST_FIRST, 2, 3)).containsExactly("7", "6", "5");
    assertThat(listed(EVEN, Order.OLDEST_FIRST, 1, 2)).containsExactly("2", "4");
    assertThat(listed(EVEN, Order.NEWEST_FIRST, 1, 2)).containsExactly("6", "4");
    assertThat(listed(EVEN, Order.NEWEST_FIRST, 5, 2)).isEmpty();
    assertThat(listed(EVEN, Order.NEWEST_FIRST, 0, 0)).isEmpty();
    assertThat(listed(EVEN.where(message -> message.text().equals("8")), Order.OLDEST_FIRST, 0, 9))
        .containsExactly("8");
    assertThat(memories().count(ALICES, MESSAGES)).isEqualTo(10);
    assertThat(memories().count(ALICES, EVEN)).isEqualTo(5);
    assertThat(memories().rows(ALICES, MESSAGES)).hasSize(10);
    List<Long> rows = List.copyOf(memories().rows(ALICES, EVEN));
    assertThat(memories().read(ALICES, rows))
        .extracting(Memory::text)
        .containsExactlyInAnyOrder("0", "2", "4", "6", "8");
  }

  @Test
  void what_is_selected_is_deleted_and_nothing_else() {
    messages(10);

    assertThat(memories().deleteAll(ALICES, EVEN, Proofs.NOON)).isEqualTo(5);

    assertThat(listed(MESSAGES, Order.OLDEST_FIRST, 0, 9)).containsExactly("1", "3", "5", "7", "9");
    assertThat(Drafts.newest(stores(), ALICES, 9)).hasSize(1);
    assertThat(memories().count(BOBS, MESSAGES)).isOne();
  }

  @Test
  void a_condition_never_sees_what_is_out_of_reach() {
    List<Place> places =
        RandomReaches.places().stream()
            .filter(place -> place.tenant().equals(Proofs.TENANT))
            .toList();
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      float[] vector = new float[8];
      vector[i % 8] = 1;
      drafts.add(
          Draft.of(Kind.DOCUMENT, "d" + i, places.get(i), "d" + i)
              .withEmbedding(Embedding.ofClient(vector)));
      drafts.add(Draft.of(Kind.MESSAGE, "d" + i, places.get(i), "other"));
    }
    assertThat(Drafts.put(stores(), ADMINS, drafts.toArray(Draft[]::new))).hasSize(drafts.size());
    Embedding wanted = Embedding.ofClient(new float[] {1, 2, 3, 4, 5, 6, 7, 8});

    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      Allow allow = ADMINS.within(RandomReaches.box(random));
      if (allow.mayReach(Action.MEMORY_READ).isEmpty()) {
        continue;
      }
      Set<Place> expected =
          places.stream()
              .filter(allow.reach(Action.MEMORY_READ)::contains)
              .collect(Collectors.toSet());
      Set<Place> seen = new HashSet<>();
      Selection watching =
          Selection.of(Kind.DOCUMENT)
              .where(memory -> {
                assertThat(memory.kind()).isEqualTo(Kind.DOCUMENT);
                seen.add(memory.place());
                return true;
              });

      assertThat(memories().list(allow, watching, Order.OLDEST_FIRST, 0, 999))
          .as("seed %s", seed)
          .extracting(Memory::place)
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(seen).isEqualTo(expected);
      seen.clear();
      assertThat(memories().count(allow, watching)).isEqualTo(expected.size());
      assertThat(memories().rows(allow, watching)).hasSize(expected.size());
      assertThat(memories().countEmbedded(allow, Kind.DOCUMENT)).isEqualTo(expected.size());
      assertThat(memories().nearest(allow, watching, wanted, 999))
          .extracting(hit -> hit.memory().place())
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(memories().deleteAll(allow, watching.where(_ -> false), Proofs.NOON)).isZero();
      assertThat(seen).isEqualTo(expected);
    }
  }

  private static Draft document(String id, float... start) {
    return Draft.of(Kind.DOCUMENT, id, ALICE, id).withEmbedding(vector(start));
  }

  private static Embedding vector(float... start) {
    float[] all = new float[8];
    System.arraycopy(start, 0, all, 0, start.length);
    return Embedding.ofClient(all);
  }

  @Test
  void the_nearest_vectors_of_the_same_length_and_model_come_first() {
    Draft[] drafts = {
      document("same", 3, 4),
      document("near", 3, 3),
      document("across", -4, 3),
      document("opposite", -3, -4),
      Draft.of(Kind.DOCUMENT, "longer", ALICE, "longer")
          .withEmbedding(Embedding.ofClient(new float[] {3, 4, 0, 0, 0, 0, 0, 0, 0})),
      Draft.of(Kind.DOCUMENT, "other", ALICE, "other")
          .withEmbedding(new Embedding("other", new float[] {3, 4, 0, 0, 0, 0, 0, 0})),
      Draft.of(Kind.DOCUMENT, "none", ALICE, "none").withEmbedding(Embedding.NONE),
      Draft.of(Kind.MESSAGE, "message", ALICE, "message").withEmbedding(vector(3, 4)),
    };
    assertThat(Drafts.put(stores(), ALICES, drafts)).hasSize(drafts.length);
    reopen();
    Selection documents = Selection.of(Kind.DOCUMENT);

    List<Hit> hits = memories().nearest(ALICES, documents, vector(30, 40), 10);

    assertThat(hits)
        .extracting(hit -> hit.memory().id())
        .containsExactly("same", "near", "across", "opposite");
    assertThat(hits.getFirst().score()).isCloseTo(1, within(1e-6));
    assertThat(hits.get(2).score()).isCloseTo(0, within(1e-6));
    assertThat(hits.getLast().score()).isCloseTo(-1, within(1e-6));
    assertThat(memories().nearest(ALICES, documents, vector(3, 4), 2))
        .extracting(hit -> hit.memory().id())
        .containsExactly("same", "near");
    assertThat(
            memories()
                .nearest(
                    ALICES,
                    documents.where(document -> !document.id().equals("same")),
                    vector(3, 4),
                    1))
        .extracting(hit -> hit.memory().id())
        .containsExactly("near");
    assertThat(memories().nearest(ALICES, documents, vector(3, 4), 0)).isEmpty();
    assertThat(memories().nearest(BOBS, documents, vector(3, 4), 10)).isEmpty();
  }

  @Test
  void vectors_come_back_as_they_were_brought() {
    List<Memory> stored =
        Drafts.put(
                stores(),
                ALICES,
                document("a", 3, 4),
                Draft.of(Kind.DOCUMENT, "none", ALICE, "none").withEmbedding(Embedding.NONE),
                document("b", 1))
            .stream()
            .map(effect -> effect.memory())
            .toList();

    List<Embedded> embedded = memories().embeddings(ALICES, stored.reversed());

    assertThat(embedded).extracting(its -> its.memory().id()).containsExactly("b", "a");
    assertThat(memories().countEmbedded(ALICES, Kind.DOCUMENT)).isEqualTo(2);
    assertThat(memories().countEmbedded(ALICES, Kind.MESSAGE)).isZero();
    assertThat(embedded.getLast().embedding().model()).isEqualTo(Embedding.CLIENT);
    assertThat(embedded.getLast().embedding().vector()).startsWith(3, 4).hasSize(8);
    assertThat(memories().embeddings(BOBS, stored)).isEmpty();
    assertThat(memories().find(ALICES, Kind.DOCUMENT, "a").map(Memory::place))
        .isEqualTo(Optional.of(ALICE));
  }
}
