package dev.memwarden.stores.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rule;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import dev.memwarden.auth.key.ConfiguredKeys;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyHash;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.User;
import dev.memwarden.auth.policy.PolicyText;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.Job;
import dev.memwarden.memory.JobHandler;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.JobWorker;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker on real stores, with keys that can really be revoked.
final class JobWorkerTest {
  private static final Place PLACE = Place.ofUser(Proofs.TENANT, "alice");
  private static final Principal ALICE = Proofs.user("alice");
  private static final EntityKind KIND = EntityKind.WORKING_MEMORY;
  private static final Allow ADMINS = Proofs.managing();

  private final AtomicReference<Instant> now = new AtomicReference<>(Proofs.NOON);
  private final InstantSource clock = now::get;
  private final AtomicReference<List<Rule>> rules = new AtomicReference<>(List.of());
  private final Counting counting = new Counting();
  private final RecordingAuditor auditor = new RecordingAuditor();

  @TempDir Path folder;
  private Stores stores;
  private KeyAuthenticator authenticator;

  @BeforeEach
  void open() {
    stores = Opened.in(folder, clock);
    MasterKeyRing ring = MasterKeyRing.generate(new SecureRandom());
    ConfiguredKeys none = ConfiguredKeys.of(ring, List.of(), Proofs.NOON);
    authenticator = new KeyAuthenticator(stores.keys(), none, clock);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  /// Adds one to the body of the subject, which is an effect that shows when it is made twice: what
  /// a handler must not do, and a test must see.
  private final class Counting implements JobHandler {
    private final List<Job> seen = new ArrayList<>();
    private Runnable before = () -> {};
    private Runnable between = () -> {};

    @Override
    public List<Demand> demands(Job job) {
      Box place = Box.exactly(job.place());
      return List.of(
          new Demand(Action.MEMORY_WRITE, place), Demand.optional(Action.MEMORY_READ, place));
    }

    @Override
    public void perform(Job job, Allow allow, Supplier<Optional<Allow>> renewal) {
      seen.add(job);
      before.run();
      count(job, allow);
      between.run();
      renewal.get().ifPresent(again -> count(job, again));
    }

    private void count(Job job, Allow allow) {
      assertThat(
              stores
                  .entities()
                  .update(
                      allow, KIND, job.subject(), entity -> entity.withBody(entity.body() + "+")))
          .isPresent();
    }
  }

  private JobWorker worker() {
    return worker(counting);
  }

  private JobWorker worker(JobHandler handler) {
    Gate gate = Gate.guarded(authenticator, authenticator, () -> new Policy(rules.get(), clock));
    return new JobWorker(stores.jobs(), gate, Map.of("count", handler), auditor, clock);
  }

  private void asked(String key) {
    stores
        .keys()
        .insert(
            ADMINS,
            new KeyRecord(
                key,
                ALICE,
                Optional.empty(),
                Optional.empty(),
                Ceiling.of(Action.MEMORY_AND_CHAT, Box.EVERYWHERE),
                KeyHash.of(Secret.of(key)),
                Proofs.NOON,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    Identity origin =
        new Identity(
            ALICE,
            Set.of(),
            Ceiling.of(Action.MEMORY_AND_CHAT, Box.EVERYWHERE),
            new CredentialRef(CredentialRef.Kind.API_KEY, key));
    Entity _ =
        stores
            .entities()
            .put(
                Proofs.proof(origin, Action.MEMORY_WRITE),
                NewEntity.lasting(KIND, "s1", PLACE, ""),
                List.of(new JobRequest("count", "s1")));
  }

  private void revoke(String key) {
    assertThat(stores.keys().revoke(ADMINS, key, new KeyRecord.Revocation(now.get(), "test")))
        .isPresent();
    authenticator.invalidate(key);
  }

  private void forbid() {
    rules.set(
        List.of(
            new Rule(
                Rule.Effect.FORBID,
                new Rule.Subject.Anyone(),
                Set.of(Action.MEMORY_WRITE),
                Box.EVERYWHERE)));
  }

  private String body() {
    return stores.entities().find(Proofs.memoryOf("alice"), KIND, "s1").orElseThrow().body();
  }

  private long waiting() {
    now.set(Proofs.NOON.plus(Duration.ofDays(365)));
    return stores.jobs().take(Set.of("count"), 100).size();
  }

  @Test
  void a_job_is_done_once_in_the_name_of_whoever_asked() {
    asked("k1");
    try (JobWorker worker = worker()) {
      assertThat(worker.performDue()).isOne();
      assertThat(worker.performDue()).isZero();
    }

    assertThat(body()).isEqualTo("++");
    assertThat(counting.seen)
        .extracting(job -> job.origin().credential().id())
        .containsExactly("k1");
    assertThat(waiting()).isZero();
  }

  @Test
  void a_job_whose_key_was_revoked_meanwhile_does_nothing() {
    asked("k1");
    revoke("k1");
    try (JobWorker worker = worker()) {
      assertThat(worker.performDue()).isOne();
    }

    assertThat(counting.seen).isEmpty();
    assertThat(body()).isEmpty();
    assertThat(waiting()).isZero();
  }

  @Test
  void a_job_of_a_disabled_user_does_nothing() {
    asked("k1");
    assertThat(stores.users().changeStatus(ADMINS, ALICE, User.Status.DISABLED, Proofs.NOON))
        .isPresent();
    try (JobWorker worker = worker()) {
      assertThat(worker.performDue()).isOne();
    }

    assertThat(body()).isEmpty();
  }

  @Test
  void a_job_that_policy_forbids_meanwhile_does_nothing() {
    asked("k1");
    forbid();
    try (JobWorker worker = worker()) {
      assertThat(worker.performDue()).isOne();
    }

    assertThat(body()).isEmpty();
    assertThat(waiting()).isZero();
  }

  @Test
  void a_key_that_is_revoked_between_two_effects_stops_the_second() {
    asked("k1");
    counting.between = () -> revoke("k1");
    try (JobWorker worker = worker()) {
      assertThat(worker.performDue()).isOne();
    }

    assertThat(body()).isEqualTo("+");
    assertThat(waiting()).isZero();
  }

  /// Forbidden for a while, and tried all the same.
  private final class Insisting implements JobHandler {
    private final List<Boolean> allowed = new ArrayList<>();

    @Override
    public List<Demand> demands(Job job) {
      return counting.demands(job);
    }

    @Override
    public void perform(Job job, Allow allow, Supplier<Optional<Allow>> renewal) {
      allowed.add(renewal.get().isPresent());
      forbid();
      allowed.add(renewal.get().isPresent());
      rules.set(List.of());
      allowed.add(renewal.get().isPresent());
      throw new IllegalStateException("refused");
    }
  }

  @Test
  void once_refused_it_stays_refused_and_is_not_tried_again() {
    asked("k1");
    Insisting insisting = new Insisting();
    try (JobWorker worker = worker(insisting)) {
      assertThat(worker.performDue()).isOne();
    }

    assertThat(insisting.allowed).containsExactly(true, false, false);
    assertThat(waiting()).isZero();
  }

  @Test
  void a_job_that_fails_is_tried_again_after_a_pause() {
    asked("k1");
    counting.before =
        () -> {
          counting.before = () -> {};
          throw new IllegalStateException("the model is not there");
        };
    try (JobWorker worker = worker()) {
      assertThat(worker.performDue()).isOne();
      assertThat(worker.performDue()).isZero();
      assertThat(body()).isEmpty();

      now.set(Proofs.NOON.plusSeconds(5));
      assertThat(worker.performDue()).isOne();
    }

    assertThat(body()).isEqualTo("++");
    assertThat(counting.seen).extracting(Job::attempt).containsExactly(1, 2);
    assertThat(waiting()).isZero();
  }

  @Test
  void a_job_that_always_fails_is_given_up() {
    asked("k1");
    counting.before =
        () -> {
          throw new IllegalStateException("never");
        };
    try (JobWorker worker = worker()) {
      for (int i = 0; i < Job.MAX_ATTEMPTS; i++) {
        assertThat(worker.performDue()).isOne();
        now.updateAndGet(instant -> instant.plus(Duration.ofDays(1)));
      }
      assertThat(worker.performDue()).isZero();
    }

    assertThat(counting.seen).hasSize(Job.MAX_ATTEMPTS);
  }

  @Test
  void a_job_that_takes_the_process_with_it_each_time_is_given_up() {
    asked("k1");
    for (int i = 0; i < Job.MAX_ATTEMPTS; i++) {
      assertThat(stores.jobs().take(Set.of("count"), 1)).hasSize(1);
      now.updateAndGet(instant -> instant.plus(Duration.ofDays(1)));
      stores.close();
      open();
    }

    try (JobWorker worker = worker()) {
      assertThat(worker.performDue()).isOne();
      assertThat(worker.performDue()).isZero();
    }

    assertThat(counting.seen).isEmpty();
  }

  @Test
  void a_running_worker_does_what_is_asked_for_and_ends_when_it_is_closed()
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    counting.between = done::countDown;
    try (JobWorker worker = worker()) {
      worker.start();
      asked("k1");
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(body()).as("the job at work was let end").isEqualTo("++");
    asked("k2");
    assertThat(waiting()).as("nobody does it any more").isOne();
  }

  @Test
  void whatever_goes_wrong_a_running_worker_does_what_is_asked_for_after_it()
      throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(2);
    counting.between = done::countDown;
    auditor.before =
        () -> {
          auditor.before = () -> {};
          failed.countDown();
          throw new IllegalStateException("a bug");
        };
    try (JobWorker worker = worker()) {
      worker.start();
      asked("k1");
      assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
      asked("k2");
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_job_is_audited_with_whoever_asked_for_it() {
    asked("k1");
    asked("k2");
    try (JobWorker worker = worker()) {
      assertThat(worker.performDue()).isOne();
      asked("k3");
      revoke("k3");
      assertThat(worker.performDue()).isOne();
    }

    assertThat(auditor.recorded)
        .extracting(AuditEvent::kind, AuditEvent::actor, AuditEvent::deed, AuditEvent::ending)
        .containsExactly(
            tuple(
                AuditEvent.Kind.JOB,
                new Actor("default", "user:alice", "api_key", "k2"),
                new Deed(
                    "memory:write,memory:read",
                    List.of(PolicyText.print(Box.exactly(PLACE))),
                    List.of()),
                Ending.DONE),
            tuple(
                AuditEvent.Kind.JOB,
                new Actor("default", "user:alice", "api_key", "k3"),
                new Deed(
                    "memory:write,memory:read",
                    List.of(PolicyText.print(Box.exactly(PLACE))),
                    List.of()),
                Ending.denied("REVOKED")));
  }

  @Test
  void a_job_that_fails_is_audited_too() {
    asked("k1");
    counting.before =
        () -> {
          throw new IllegalStateException("private detail");
        };
    try (JobWorker worker = worker()) {
      assertThat(worker.performDue()).isOne();
    }

    assertThat(auditor.recorded)
        .extracting(AuditEvent::ending)
        .containsExactly(new Ending(Ending.Outcome.FAILED, "IllegalStateException"));
  }

  @Test
  void without_an_audit_log_no_job_is_begun() {
    asked("k1");
    auditor.ready = false;
    try (JobWorker worker = worker()) {
      assertThatThrownBy(worker::performDue).isInstanceOf(StoreUnavailableException.class);
    }

    assertThat(counting.seen).isEmpty();
    assertThat(waiting()).as("it is still to be done").isOne();
  }

  @Test
  void a_job_that_could_not_be_audited_is_not_done_yet() {
    asked("k1");
    auditor.writes = false;
    try (JobWorker worker = worker()) {
      assertThatThrownBy(worker::performDue).isInstanceOf(StoreUnavailableException.class);
    }

    assertThat(waiting()).isOne();
  }
}
