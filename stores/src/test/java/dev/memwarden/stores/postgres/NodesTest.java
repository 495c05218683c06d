package dev.memwarden.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.handshake.Chain;
import dev.memwarden.auth.handshake.Family;
import dev.memwarden.auth.handshake.Step;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.policy.PolicyStore;
import dev.memwarden.auth.token.RefreshToken;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.Job;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.memory.Outcome.Effect;
import dev.memwarden.memory.Outcome.Event;
import dev.memwarden.stores.Drafts;
import dev.memwarden.stores.Keys;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two processes on one database: what one of them decides, the other knows.
final class NodesTest {
  private static final Allow ALICES = Proofs.memoryOf("alice");
  private static final Place ALICE = Place.ofUser(Proofs.TENANT, "alice");
  private static final int CALLS = 40;

  @RegisterExtension final TestDatabase database = new TestDatabase();
  private Stores one;
  private Stores other;

  @BeforeEach
  void open() throws InterruptedException, ExecutionException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Stores> first = executor.submit(() -> database.open());
      Future<Stores> second = executor.submit(() -> database.open());
      one = first.get();
      other = second.get();
    }
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  /// Calls both, in turn and all at once.
  private <T> List<T> atOnce(Function<Stores, Callable<T>> calls)
      throws InterruptedException, ExecutionException {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<T>> futures = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLS; i++) {
        Callable<T> call = calls.apply(i % 2 == 0 ? one : other);
        futures.add(
            executor.submit(() -> {
              start.await();
              return call.call();
            }));
      }
      start.countDown();
    }
    List<T> answers = new ArrayList<>();
    for (Future<T> future : futures) {
      answers.add(future.get());
    }
    return answers;
  }

  @Test
  void what_one_writes_the_other_finds_at_once() {
    assertThat(Drafts.put(one, ALICES, Drafts.of("alice", "m1", "I play tennis"))).hasSize(1);

    assertThat(other.index().search(ALICES, Drafts.question("tennis", 10))).hasSize(1);
    assertThat(other.memories().delete(ALICES, Kind.MEMORY, "m1", Proofs.NOON)).isTrue();
    assertThat(one.memories().find(ALICES, Kind.MEMORY, "m1")).isEmpty();
  }

  @Test
  void the_same_text_said_at_once_is_remembered_once()
      throws InterruptedException, ExecutionException {
    List<Event> events =
        atOnce(stores ->
            () ->
                Drafts.put(
                        stores,
                        ALICES,
                        Drafts.of(
                            "alice", String.valueOf(Thread.currentThread().threadId()), "tennis"))
                    .getFirst()
                    .event());

    assertThat(events).containsOnlyOnce(Event.ADD);
    assertThat(Drafts.newest(one, ALICES, 10)).hasSize(1);
  }

  @Test
  void an_id_chosen_at_once_is_one_memory_with_every_version()
      throws InterruptedException, ExecutionException {
    List<Effect> effects =
        atOnce(stores ->
            () -> Drafts.put(stores, ALICES, Draft.of(Kind.MEMORY, "m", ALICE, "x")).getFirst());

    assertThat(effects).extracting(effect -> effect.memory().version()).doesNotHaveDuplicates();
    assertThat(Drafts.newest(one, ALICES, 10)).extracting(Memory::version).containsExactly(CALLS);
    assertThat(one.memories().history(ALICES, Kind.MEMORY, "m")).hasSize(CALLS);
  }

  @Test
  void changes_of_one_entity_are_all_made() throws InterruptedException, ExecutionException {
    Entity _ = one.entities().put(ALICES, NewEntity.lasting(EntityKind.PROFILE, "p", ALICE, ""));

    List<Boolean> changed =
        atOnce(stores ->
            () ->
                stores
                    .entities()
                    .update(
                        ALICES,
                        EntityKind.PROFILE,
                        "p",
                        entity -> entity.withBody(entity.body() + "+"))
                    .isPresent());

    assertThat(changed).containsOnly(true);
    assertThat(one.entities().find(ALICES, EntityKind.PROFILE, "p").map(Entity::body))
        .contains("+".repeat(CALLS));
  }

  @Test
  void a_job_is_taken_by_one() throws InterruptedException, ExecutionException {
    for (int i = 0; i < 10; i++) {
      one.jobs().ask(ALICES, ALICE, new JobRequest("greet", "s" + i));
    }

    List<Job> taken =
        new ArrayList<>(
            atOnce(stores -> () -> stores.jobs().take(Set.of("greet"), 3)).stream()
                .flatMap(List::stream)
                .toList());
    taken.addAll(other.jobs().take(Set.of("greet"), 10)); // who came too late got none

    assertThat(taken).extracting(Job::subject).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void policies_applied_at_once_come_one_after_the_other()
      throws InterruptedException, ExecutionException {
    List<Integer> versions =
        atOnce(
            stores -> () -> stores.policies().apply(Proofs.managing(), "", Proofs.NOON).version());

    assertThat(versions).doesNotHaveDuplicates();
    assertThat(other.policies().current().map(PolicyStore.Version::version)).contains(CALLS);
  }

  @Test
  void of_first_keys_stored_at_once_there_is_one() throws InterruptedException, ExecutionException {
    AtomicInteger ids = new AtomicInteger();

    List<Boolean> stored =
        atOnce(stores -> {
          KeyRecord key = Keys.of("k" + ids.incrementAndGet(), Proofs.admin());
          return () -> stores.keys().insertFirst(Proofs.managing(), key);
        });

    assertThat(stored).containsOnlyOnce(true);
    assertThat(other.keys().listOf(Proofs.managing(), Proofs.admin())).hasSize(1);
  }

  @Test
  void a_key_rotated_at_once_has_one_successor() throws InterruptedException, ExecutionException {
    Principal alice = Proofs.user("alice");
    assertThat(one.keys().insert(Proofs.managing(), Keys.of("k", alice))).isTrue();
    AtomicInteger successors = new AtomicInteger();

    List<Optional<KeyRecord>> rotated =
        atOnce(stores -> {
          KeyRecord successor = Keys.of("s" + successors.incrementAndGet(), alice);
          return () ->
              stores.keys().rotate(Proofs.managing(), "k", successor, Proofs.NOON.plusSeconds(60));
        });

    assertThat(rotated.stream().filter(Optional::isPresent)).hasSize(1);
    assertThat(other.keys().listOf(Proofs.managing(), alice)).hasSize(2);
  }

  @Test
  void a_refresh_token_traded_at_once_has_one_successor()
      throws InterruptedException, ExecutionException {
    Family family =
        new Family(
            "family",
            "k",
            Proofs.user("alice"),
            Action.ALL,
            Box.EVERYWHERE,
            Proofs.NOON,
            Proofs.NOON.plusSeconds(3_600),
            Optional.empty());
    assertThat(one.families().open(family, token(1, 60))).isPositive();
    AtomicInteger callers = new AtomicInteger();
    AtomicInteger advancing = new AtomicInteger();

    List<Step> steps =
        atOnce(stores -> {
          RefreshToken successor = token(2, 60 + callers.incrementAndGet());
          return () ->
              stores
                  .families()
                  .turn("family", chain -> step(chain, successor, advancing))
                  .orElseThrow()
                  .step();
        });

    List<RefreshToken> links =
        other.families().chain("family").orElseThrow().links().stream()
            .map(Chain.Link::token)
            .toList();
    assertThat(links).hasSize(2).startsWith(token(1, 60));
    assertThat(steps).filteredOn(Step.Advance.class::isInstance).hasSize(1);
    assertThat(steps)
        .filteredOn(Step.Repeat.class::isInstance)
        .hasSize(CALLS - 1)
        .containsOnly(new Step.Repeat(links.getLast()));
  }

  private static RefreshToken token(int number, int seconds) {
    return new RefreshToken(
        "family", number, "k", "master", Proofs.NOON, Proofs.NOON.plusSeconds(seconds));
  }

  /// As the rule for a reply that was lost has it. Who is first goes on when another one is there,
  /// too, or has to wait.
  private Step step(Chain chain, RefreshToken successor, AtomicInteger advancing) {
    if (chain.links().size() > 1) {
      return new Step.Repeat(chain.links().getLast().token());
    }
    int _ = advancing.incrementAndGet();
    while (advancing.get() < 2 && !isWaitedIn()) {
      Thread.onSpinWait();
    }
    return new Step.Advance(successor, new Chain.Use(Proofs.NOON, "192.0.2.1"), Proofs.NOON);
  }

  private boolean isWaitedIn() {
    try {
      return database.isWaitedIn();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void changes_of_authority_are_seen_in_the_order_of_their_numbers()
      throws InterruptedException, ExecutionException, SQLException {
    try (Connection watching = Cluster.connect(database.name(), "postgres");
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Integer>> applying =
          executor.submit(() ->
              atOnce(stores ->
                  () -> stores.policies().apply(Proofs.managing(), "", Proofs.NOON).version()));
      boolean over = false;
      while (!over) {
        over = applying.isDone();
        long last =
            Sql.of("SELECT coalesce(max(seq), 0) FROM memwarden.auth_change").number(watching);
        long number =
            Sql.of("SELECT count(*) FROM memwarden.auth_change WHERE seq <= ?", last)
                .number(watching);
        assertThat(number).as("none comes later below one that was seen").isEqualTo(last);
      }
      assertThat(applying.get()).hasSize(CALLS);
    }
  }
}
