package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryIndex.Ranked;
import dev.memwarden.memory.Question;
import dev.memwarden.memory.Ranking;
import dev.memwarden.memory.Revision;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every [MemoryIndex] must do.
public abstract class MemoryIndexContract extends Contract {

  /// How many may write at once without one of them being refused; a multiple of 50.
  protected int writers() {
    return 1_000;
  }

  protected static final Allow ALICES = Proofs.memoryOf("alice");
  protected static final Allow BOBS = Proofs.memoryOf("bob");
  private static final HashingEmbedder EMBEDDER = new HashingEmbedder();

  protected final List<Ranked> search(Allow allow, String words, int limit) {
    return ask(allow, words, EMBEDDER.embedQuery(words), limit);
  }

  private List<Ranked> ask(Allow allow, String words, Embedding meaning, int limit) {
    return stores().index().search(allow, question(words, meaning, limit));
  }

  private static Question question(String words, Embedding meaning, int limit) {
    return new Question(
        words, Optional.of(meaning), Ranking.FUSED, Kind.MEMORY, Optional.empty(), limit);
  }

  protected final List<String> found(Allow allow, String words, int limit) {
    List<Long> rows = search(allow, words, limit).stream().map(Ranked::row).toList();
    return stores().memories().read(allow, rows).stream().map(Memory::text).toList();
  }

  protected final void add(String user, String... texts) {
    for (String text : texts) {
      assertThat(
              Drafts.put(stores(), Proofs.memoryOf(user), Drafts.of(user, user + " " + text, text)))
          .hasSize(1);
    }
  }

  @Test
  void an_empty_store_finds_nothing() {
    assertThat(search(ALICES, "tennis", 10)).isEmpty();
  }

  @Test
  void the_best_match_by_words_and_meaning_comes_first() {
    add("alice", "I play tennis on Mondays", "My cat is called Tom", "The stock went up");

    assertThat(found(ALICES, "who plays tennis?", 10))
        .first()
        .isEqualTo("I play tennis on Mondays");
    assertThat(found(ALICES, "what is the cat called", 1)).containsExactly("My cat is called Tom");
  }

  @Test
  void scores_are_positive_and_fall() {
    add("alice", "one tennis", "two tennis", "three golf");

    List<Double> scores = search(ALICES, "tennis", 10).stream().map(Ranked::score).toList();

    assertThat(scores).hasSize(3).allMatch(score -> score > 0);
    assertThat(scores).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void only_what_is_in_reach_is_found() {
    add("alice", "alice plays tennis");
    add("bob", "bob plays tennis");

    assertThat(found(ALICES, "tennis", 10)).containsExactly("alice plays tennis");
    assertThat(found(BOBS, "tennis", 10)).containsExactly("bob plays tennis");
    assertThat(search(Proofs.memoryOf("*"), "tennis", 10)).isEmpty();
    assertThat(search(Proofs.of(Proofs.admin(), Action.MEMORY_READ), "tennis", 10)).hasSize(2);
    assertThat(search(Proofs.of(Proofs.admin("other"), Action.MEMORY_READ), "tennis", 10))
        .isEmpty();
  }

  @Test
  void other_peoples_memories_change_neither_ranks_nor_scores() {
    String[] texts = {
      "tennis with Zoe", "tennis and tennis and golf", "golf on Sundays", "Zoe likes golf a lot"
    };
    add("alice", texts);
    List<Ranked> alone = search(ALICES, "does Zoe play tennis or golf", 10);

    for (int i = 0; i < 200; i++) {
      add("bob", "tennis number " + i, "Zoe was here " + i + " with a rather long story to tell");
    }

    assertThat(alone).hasSize(texts.length);
    assertThat(search(ALICES, "does Zoe play tennis or golf", 10)).isEqualTo(alone);
  }

  @Test
  void updates_and_deletes_are_seen_at_once() {
    add("alice", "I play tennis");
    assertThat(found(ALICES, "tennis", 10)).hasSize(1);

    assertThat(
            stores()
                .memories()
                .update(
                    ALICES,
                    Kind.MEMORY,
                    "alice I play tennis",
                    Drafts.revision("I play golf"),
                    Proofs.NOON)
                .done())
        .isPresent();
    assertThat(found(ALICES, "golf", 10)).containsExactly("I play golf");
    assertThat(stores().memories().deleteAll(ALICES, Drafts.MEMORIES, Proofs.NOON)).isOne();
    assertThat(search(ALICES, "golf", 10)).isEmpty();
  }

  @Test
  void everything_is_found_again_after_a_restart() {
    add("alice", "I play tennis", "I play golf");
    List<Ranked> before = search(ALICES, "tennis", 10);

    reopen();

    assertThat(search(ALICES, "tennis", 10)).isEqualTo(before).hasSize(2);
  }

  @Test
  void at_most_as_many_as_asked_for_are_found() {
    add("alice", "tennis one", "tennis two", "tennis three");

    assertThat(search(ALICES, "tennis", 2)).hasSize(2);
    assertThat(search(ALICES, "tennis", 0)).isEmpty();
  }

  @Test
  void a_question_without_words_or_direction_is_still_answered() {
    add("alice", "tennis");

    assertThat(search(ALICES, "", 10)).hasSize(1);
    assertThat(
            ask(
                ALICES,
                "tennis",
                new Embedding(HashingEmbedder.MODEL, new float[HashingEmbedder.DIMENSIONS]),
                10))
        .hasSize(1);
  }

  @Test
  void vectors_of_another_model_are_not_compared() {
    add("alice", "tennis", "golf");

    List<Ranked> found = ask(ALICES, "tennis", new Embedding("other", new float[] {1, 0, 0}), 10);

    assertThat(found).as("by words alone").hasSize(1);
  }

  private List<Ranked> ranked(Ranking ranking, Kind kind, Optional<Set<Long>> among, String words) {
    Embedding meaning = EMBEDDER.embedQuery(words);
    return stores()
        .index()
        .search(ALICES, new Question(words, Optional.of(meaning), ranking, kind, among, 10));
  }

  @Test
  void another_kind_is_not_found_and_changes_neither_ranks_nor_scores() {
    add("alice", "tennis with Zoe", "golf with Zoe", "golf and golf");
    Map<Ranking, List<Ranked>> alone = new EnumMap<>(Ranking.class);
    for (Ranking ranking : Ranking.values()) {
      alone.put(ranking, ranked(ranking, Kind.MEMORY, Optional.empty(), "golf with Zoe"));
    }

    for (int i = 0; i < 50; i++) {
      Place place = Place.ofUser(Proofs.TENANT, "alice");
      assertThat(
              Drafts.put(stores(), ALICES, Drafts.draft(Kind.MESSAGE, "m" + i, place, "golf " + i)))
          .hasSize(1);
    }

    for (Ranking ranking : Ranking.values()) {
      assertThat(ranked(ranking, Kind.MEMORY, Optional.empty(), "golf with Zoe"))
          .isNotEmpty()
          .isEqualTo(alone.get(ranking));
      assertThat(ranked(ranking, Kind.DOCUMENT, Optional.empty(), "golf")).isEmpty();
      assertThat(ranked(ranking, Kind.MESSAGE, Optional.empty(), "golf")).hasSize(10);
    }
  }

  @Test
  void meaning_ranks_by_cosine_and_words_by_words_alone() {
    add("alice", "I play tennis", "my cat sleeps", "we had rain");

    List<Ranked> meaning = ranked(Ranking.MEANING, Kind.MEMORY, Optional.empty(), "I play tennis");
    List<Ranked> words = ranked(Ranking.WORDS, Kind.MEMORY, Optional.empty(), "tennis");

    assertThat(meaning).hasSize(3).allMatch(its -> its.score() >= -1.001 && its.score() <= 1.001);
    assertThat(meaning.getFirst().score()).isCloseTo(1, within(1e-3));
    assertThat(meaning).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
    assertThat(words).hasSize(1).allMatch(its -> its.score() > 0);
    assertThat(
            stores()
                .index()
                .search(
                    ALICES,
                    new Question(
                        "tennis",
                        Optional.empty(),
                        Ranking.WORDS,
                        Kind.MEMORY,
                        Optional.empty(),
                        10)))
        .isEqualTo(words);
  }

  @Test
  void among_some_rows_only_these_are_found_with_the_scores_that_they_have() {
    add("alice", "golf one", "golf two", "golf three", "golf and golf", "tennis");
    add("bob", "golf of bob");
    for (Ranking ranking : List.of(Ranking.MEANING, Ranking.WORDS)) {
      List<Ranked> all = ranked(ranking, Kind.MEMORY, Optional.empty(), "golf");
      Set<Long> some = Set.of(all.get(1).row(), all.get(3).row(), 6L, 999L);

      assertThat(ranked(ranking, Kind.MEMORY, Optional.of(some), "golf"))
          .containsExactly(all.get(1), all.get(3));
      assertThat(ranked(ranking, Kind.MESSAGE, Optional.of(some), "golf")).isEmpty();
    }
    assertThat(ranked(Ranking.FUSED, Kind.MEMORY, Optional.of(Set.of(2L)), "golf"))
        .extracting(Ranked::row)
        .containsExactly(2L);
    assertThat(ranked(Ranking.FUSED, Kind.MEMORY, Optional.of(Set.of()), "golf")).isEmpty();
  }

  @Test
  void a_vector_of_a_client_is_found_by_words_only() {
    Place place = Place.ofUser(Proofs.TENANT, "alice");
    float[] vector = EMBEDDER.embedQuery("golf").vector();
    Draft draft =
        Draft.of(Kind.DOCUMENT, "d", place, "golf").withEmbedding(Embedding.ofClient(vector));
    assertThat(Drafts.put(stores(), ALICES, draft)).hasSize(1);

    assertThat(ranked(Ranking.MEANING, Kind.DOCUMENT, Optional.empty(), "golf")).isEmpty();
    assertThat(ranked(Ranking.WORDS, Kind.DOCUMENT, Optional.empty(), "golf")).hasSize(1);
  }

  @Test
  void what_moved_is_found_in_its_new_place_only() {
    add("alice", "tennis");
    Place there = Drafts.place("alice", "coach");
    Allow coachs = ALICES.within(Box.exactly(there));
    assertThat(search(coachs, "tennis", 10)).isEmpty();

    assertThat(
            stores()
                .memories()
                .update(
                    ALICES,
                    Kind.MEMORY,
                    "alice tennis",
                    Revision.NOTHING.withPlace(_ -> there),
                    Proofs.NOON)
                .done())
        .isPresent();

    assertThat(found(coachs, "tennis", 10)).containsExactly("tennis");
    assertThat(
            search(ALICES.within(Box.exactly(Place.ofUser(Proofs.TENANT, "alice"))), "tennis", 10))
        .isEmpty();
  }

  @Test
  void many_writers_at_once_find_all_that_they_wrote()
      throws InterruptedException, ExecutionException {
    int writers = writers();
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> wrote = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String user = "user" + i % 50;
        String text = "note" + i;
        wrote.add(
            threads.submit(() -> {
              start.await();
              add(user, text);
              return found(Proofs.memoryOf(user), text, 1).equals(List.of(text));
            }));
      }
      start.countDown();
      for (Future<Boolean> found : wrote) {
        assertThat(found.get()).isTrue();
      }
    }
    assertThat(stores().totals().totals().memories()).isEqualTo(writers);
    assertThat(search(Proofs.memoryOf("user7"), "note", 100)).hasSize(writers / 50);
  }
}
