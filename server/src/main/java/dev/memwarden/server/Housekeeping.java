package dev.memwarden.server;

import dev.memwarden.auth.Rounds;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyStore;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.server.http.AuthEvents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a running server does by itself, once a minute: writes down which keys were used, logs what
/// was only counted, looks after what gives out tokens and after the audit log, and removes what
/// has expired.
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private static final String USES = "the last uses of keys could not be written down";

  private final KeyStore keys;
  private final KeyAuthenticator authenticator;
  private final AuthEvents events;
  private final Runnable tending;
  private final Runnable auditing;
  private final EntityStore entities;
  private final ScheduledExecutorService timer;

  Housekeeping(
      KeyStore keys,
      KeyAuthenticator authenticator,
      AuthEvents events,
      Runnable tending,
      EntityStore entities,
      Runnable auditing) {
    this.keys = keys;
    this.tending = tending;
    this.auditing = auditing;
    this.authenticator = authenticator;
    this.events = events;
    this.entities = entities;
    ScheduledThreadPoolExecutor pool =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("housekeeping").factory());
    pool.setRemoveOnCancelPolicy(true);
    this.timer = Executors.unconfigurableScheduledExecutorService(pool);
  }

  void start() {
    var _ = timer.scheduleWithFixedDelay(this::run, 1, 1, TimeUnit.MINUTES);
  }

  /// Does `task` from time to time, too.
  ///
  /// @param pause before it is done, each time
  /// @param failed what the log says when it could not be done
  void every(Duration pause, Runnable task, String failed) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> attempt(task, failed), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// For short tasks of others.
  ScheduledExecutorService timer() {
    return timer;
  }

  /// Does all of it once.
  void run() {
    attempt(this::writeUses, USES);
    attempt(events::flush, "what was only counted could not be logged");
    attempt(tending, "signing keys and old logins could not be looked after");
    attempt(this::removeExpired, "what has expired could not be removed");
    attempt(auditing, "the audit log could not be looked after");
  }

  private void removeExpired() {
    int _ = entities.removeExpired();
  }

  private void writeUses() {
    List<KeyStore.Use> uses = authenticator.drainUses();
    if (!uses.isEmpty()) {
      keys.touch(uses);
    }
  }

  // Whatever goes wrong with one task concerns no other, and not the next time: a timer that sees
  // an exception never calls again.
  private static void attempt(Runnable task, String failed) {
    Rounds.attempt(task)
        .ifPresent(why ->
            (why instanceof StoreUnavailableException
                    ? LOG.atWarn()
                    : LOG.atError().addKeyValue("alarm", "housekeeping_failed"))
                .setCause(why)
                .log(failed));
  }

  /// Does it a last time.
  @Override
  public void close() {
    timer.shutdownNow();
    attempt(this::writeUses, USES);
  }
}
