package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.stores.lucene.IndexProgress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HousekeepingTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Place PLACE = Place.ofUser(Principal.DEFAULT_TENANT, "alice");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final InstantSource clock = now::get;

  @TempDir Path folder;

  @Test
  void removes_what_has_expired() {
    try (Instance instance = instance();
        Housekeeping housekeeping = of(instance, () -> {}, () -> {})) {
      Entity _ =
          instance
              .stores()
              .entities()
              .put(
                  proof(clock),
                  new NewEntity(
                      EntityKind.SESSION, "s1", PLACE, "{}", Optional.of(NOON.plusSeconds(1))));
      now.set(NOON.plusSeconds(1));

      housekeeping.run();

      assertThat(instance.stores().entities().removeExpired()).as("nothing is left").isZero();
    }
  }

  @Test
  void what_goes_wrong_with_one_task_ends_neither_the_others_nor_the_next_round() {
    List<String> done = new ArrayList<>();
    Runnable tending =
        () -> {
          done.add("tried");
          throw new IllegalStateException("a bug");
        };
    try (Instance instance = instance();
        Housekeeping housekeeping = of(instance, tending, () -> done.add("audited"))) {
      housekeeping.run();
      housekeeping.run();
    }

    assertThat(done).containsExactly("tried", "audited", "tried", "audited");
  }

  @Test
  void what_is_done_from_time_to_time_is_done_again_after_it_failed() throws InterruptedException {
    CountDownLatch calls = new CountDownLatch(3);
    Runnable task =
        () -> {
          calls.countDown();
          throw new IllegalStateException("a bug");
        };
    try (Instance instance = instance();
        Housekeeping housekeeping = of(instance, () -> {}, () -> {})) {
      housekeeping.every(Duration.ofMillis(1), task, "could not be done");

      assertThat(calls.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Instance instance() {
    Configuration config =
        Configuration.of(
            Settings.read(
                new SettingSources(Map.of(Setting.DATA, folder.toString()), Map.of(), folder)),
            folder);
    return Instance.open(config.store(), clock, new SecureRandom(), IndexProgress.UNSEEN);
  }

  private Housekeeping of(Instance instance, Runnable tending, Runnable auditing) {
    return new Housekeeping(
        instance.stores().keys(),
        instance.authenticator(),
        new AuthEvents(clock),
        tending,
        instance.stores().entities(),
        auditing);
  }

  private static Allow proof(InstantSource clock) {
    Demand demand = new Demand(Action.MEMORY_WRITE, Box.exactly(PLACE));
    return (Allow) new Policy(List.of(), clock).decide(Server.anonymous(), List.of(demand));
  }
}
