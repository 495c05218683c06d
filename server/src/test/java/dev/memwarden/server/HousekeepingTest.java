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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HousekeepingTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Place PLACE = Place.ofUser(Principal.DEFAULT_TENANT, "alice");

  @TempDir Path folder;

  @Test
  void removes_what_has_expired() {
    AtomicReference<Instant> now = new AtomicReference<>(NOON);
    InstantSource clock = now::get;
    Configuration config =
        Configuration.of(
            Settings.read(
                new SettingSources(Map.of(Setting.DATA, folder.toString()), Map.of(), folder)),
            folder);
    try (Instance instance =
            Instance.open(config.store(), clock, new SecureRandom(), IndexProgress.UNSEEN);
        Housekeeping housekeeping =
            new Housekeeping(
                instance.stores().keys(),
                instance.authenticator(),
                new AuthEvents(clock),
                () -> {},
                instance.stores().entities(),
                () -> {})) {
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

  private static Allow proof(InstantSource clock) {
    Demand demand = new Demand(Action.MEMORY_WRITE, Box.exactly(PLACE));
    return (Allow) new Policy(List.of(), clock).decide(Server.anonymous(), List.of(demand));
  }
}
