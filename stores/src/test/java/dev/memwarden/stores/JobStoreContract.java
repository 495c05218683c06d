package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Network;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Signer;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.Job;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.JobStore;
import dev.memwarden.memory.NewEntity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What every [JobStore] must do.
public abstract class JobStoreContract extends Contract {
  private static final Place ALICE = Place.ofUser(Proofs.TENANT, "alice");
  private static final Place BOB = Place.ofUser(Proofs.TENANT, "bob");
  private static final Allow ALICES = Proofs.memoryOf("alice");
  private static final Allow ADMINS = Proofs.of(Proofs.admin(), Action.MEMORY_WRITE);
  private static final Set<String> KINDS = Set.of("promote", "summarise");

  /// What the clock of the store shows.
  protected final AtomicReference<Instant> now = new AtomicReference<>(Proofs.NOON);

  private JobStore jobs() {
    return stores().jobs();
  }

  private static JobRequest promote(String subject) {
    return new JobRequest("promote", subject);
  }

  private List<Job> take() {
    return jobs().take(KINDS, 100);
  }

  private static NewEntity entity(String id) {
    return NewEntity.lasting(EntityKind.WORKING_MEMORY, id, ALICE, "{}");
  }

  @Test
  void what_was_asked_for_is_there_after_a_restart_with_all_of_its_origin() {
    Ceiling ceiling =
        new Ceiling(
            Set.of(Action.MEMORY_READ, Action.MEMORY_WRITE),
            Box.ofUser(Proofs.TENANT, "alice").with(Axis.AGENT, Extent.NONE),
            List.of(Network.parse("10.0.0.0/8"), Network.parse("::1")),
            Optional.of(Proofs.NOON.minusSeconds(1)),
            Optional.of(Proofs.NOON.plusSeconds(60)),
            Optional.of(Signer.parse("ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")));
    Identity origin =
        new Identity(
            Proofs.user("alice"),
            Set.of("reader", "a, b", "100%", ""),
            ceiling,
            new CredentialRef(CredentialRef.Kind.WORKING_JWT, "f.1.r"));
    Allow allow = Proofs.under(List.of(), origin, Action.MEMORY_WRITE).orElseThrow();

    jobs().ask(allow, ALICE, promote("s1"));
    reopen();

    assertThat(take()).containsExactly(new Job(1, "promote", origin, ALICE, "s1", 1));
  }

  @ParameterizedTest
  @EnumSource
  void what_only_the_configuration_can_judge_does_not_outlive_the_process(CredentialRef.Kind kind) {
    Identity origin =
        new Identity(
            Proofs.user("alice"),
            Set.of(),
            Ceiling.of(Action.ALL, Box.EVERYWHERE),
            new CredentialRef(kind, "id"));
    Allow allow = Proofs.under(List.of(), origin, Action.MEMORY_WRITE).orElseThrow();
    jobs().ask(allow, ALICE, promote("s1"));
    assertThat(take()).hasSize(1);
    jobs().ask(allow, ALICE, promote("s1"));

    reopen();

    boolean stays =
        switch (kind) {
          case API_KEY, WORKING_JWT, CONTROL_SOCKET, LEAK_REPORT, ANONYMOUS -> true;
          case SHARED_SECRET_JWT, OIDC_JWT -> false;
        };
    assertThat(take()).hasSize(stays ? 1 : 0);
  }

  @Test
  void a_job_is_asked_for_with_the_write_that_needs_it_or_not_at_all() {
    assertThat(stores().entities().create(ALICES, entity("s1"), List.of(promote("s1"))))
        .isPresent();
    assertThat(stores().entities().create(ALICES, entity("s1"), List.of(promote("other"))))
        .isEmpty();
    assertThat(
            stores()
                .entities()
                .update(
                    ALICES, EntityKind.WORKING_MEMORY, "s9", same -> same, List.of(promote("s9"))))
        .isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            stores()
                .entities()
                .update(
                    ALICES,
                    EntityKind.WORKING_MEMORY,
                    "s1",
                    entity -> entity.withBody("x".repeat(Entity.MAX_BODY_BYTES + 1)),
                    List.of(promote("too long"))));
    Entity _ = stores().entities().put(ALICES, entity("s2"), List.of(promote("s2")));
    reopen();

    assertThat(take()).extracting(Job::subject).containsExactly("s1", "s2");
  }

  @Test
  void asking_twice_is_asking_once_in_the_name_of_the_last() {
    jobs().ask(ALICES, ALICE, promote("s1"));
    jobs().ask(ADMINS, BOB, promote("s1"));
    jobs().ask(ADMINS, ALICE, promote("s1"));
    jobs().ask(ALICES, ALICE, new JobRequest("summarise", "s1"));

    assertThat(take())
        .extracting(job ->
            job.kind() + " " + job.place().user().orElseThrow() + " " + job.origin().principal())
        .containsExactly(
            "promote bob admin:root", "promote alice admin:root", "summarise alice user:alice");
  }

  @Test
  void asking_while_it_is_at_work_asks_for_one_more() {
    jobs().ask(ALICES, ALICE, promote("s1"));
    Job first = take().getFirst();

    jobs().ask(ALICES, ALICE, promote("s1"));
    jobs().done(first.seq());

    List<Job> again = take();
    assertThat(again).extracting(Job::subject).containsExactly("s1");
    assertThat(again.getFirst().attempt()).isEqualTo(1);
    jobs().done(again.getFirst().seq());
    now.set(Proofs.NOON.plus(Duration.ofDays(30)));
    assertThat(take()).isEmpty();
  }

  @Test
  void a_job_waits_until_it_is_done() {
    assertThat(jobs().waits(ALICES, ALICE, promote("s1"))).isFalse();
    jobs().ask(ALICES, ALICE, promote("s1"));

    assertThat(jobs().waits(ALICES, ALICE, promote("s1"))).isTrue();
    assertThat(jobs().waits(ALICES, ALICE, promote("s2"))).isFalse();
    assertThat(jobs().waits(ALICES, ALICE, new JobRequest("summarise", "s1"))).isFalse();
    assertThat(jobs().waits(Proofs.memoryOf("bob"), BOB, promote("s1"))).isFalse();
    assertThatIllegalStateException()
        .isThrownBy(() -> jobs().waits(Proofs.memoryOf("bob"), ALICE, promote("s1")));

    Job job = take().getFirst();
    assertThat(jobs().waits(ALICES, ALICE, promote("s1"))).isTrue();
    jobs().done(job.seq());
    assertThat(jobs().waits(ALICES, ALICE, promote("s1"))).isFalse();
  }

  @Test
  void nobody_asks_for_work_out_of_reach() {
    assertThatIllegalStateException().isThrownBy(() -> jobs().ask(ALICES, BOB, promote("s1")));
    assertThat(take()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 20", "3, 80", "4, 320", "5, 1280", "6, 5120", "7, 20480"})
  void what_is_not_done_is_due_again_after_a_pause(int attempt, long seconds) {
    jobs().ask(ALICES, ALICE, promote("s1"));
    for (int i = 1; i <= attempt; i++) {
      assertThat(take()).extracting(Job::attempt).containsExactly(i);
      now.updateAndGet(instant -> instant.plus(Duration.ofDays(1)));
    }
    now.updateAndGet(instant -> instant.minus(Duration.ofDays(1)));
    reopen();

    now.updateAndGet(instant -> instant.plusSeconds(seconds).minusNanos(1_000));
    assertThat(take()).isEmpty();
    now.updateAndGet(instant -> instant.plusNanos(1_000));
    assertThat(take()).extracting(Job::attempt).containsExactly(attempt + 1);
  }

  @Test
  void jobs_are_taken_in_order_bounded_and_of_the_kinds_asked_for() {
    jobs().ask(ALICES, ALICE, new JobRequest("other", "s0"));
    for (int i = 1; i <= 3; i++) {
      jobs().ask(ALICES, ALICE, promote("s" + i));
    }

    assertThat(jobs().take(Set.of(), 10)).isEmpty();
    assertThat(jobs().take(KINDS, 0)).isEmpty();
    assertThat(jobs().take(KINDS, 2)).extracting(Job::subject).containsExactly("s1", "s2");
    assertThat(jobs().take(KINDS, 2)).extracting(Job::subject).containsExactly("s3");
    assertThat(jobs().take(Set.of("other"), 2)).extracting(Job::subject).containsExactly("s0");
  }

  @Test
  void somebody_hears_of_each_job_when_it_can_be_taken() {
    AtomicInteger heard = new AtomicInteger();
    jobs().onAsked(() -> heard.addAndGet(take().size()));

    jobs().ask(ALICES, ALICE, promote("s1"));
    Entity _ = stores().entities().put(ALICES, entity("s2"), List.of(promote("s2")));
    Entity _ = stores().entities().put(ALICES, entity("s3"));

    assertThat(heard).hasValue(2);
  }
}
