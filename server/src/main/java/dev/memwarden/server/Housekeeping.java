package dev.memwarden.server;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyStore;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.server.http.AuthEvents;
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

  // How long a new certificate may wait to be noticed.
  private static final long OFTEN_SECONDS = 10;

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

  /// Does `task` every few seconds. It must not throw.
  void often(Runnable task) {
    var _ = timer.scheduleWithFixedDelay(task, OFTEN_SECONDS, OFTEN_SECONDS, TimeUnit.SECONDS);
  }

  /// For short tasks of others.
  ScheduledExecutorService timer() {
    return timer;
  }

  /// Does all of it once.
  void run() {
    writeUses();
    events.flush();
    tend();
    removeExpired();
    audit();
  }

  private void audit() {
    try {
      auditing.run();
    } catch (StoreUnavailableException e) {
      LOG.warn("the audit log could not be looked after", e);
    }
  }

  private void tend() {
    try {
      tending.run();
    } catch (StoreUnavailableException e) {
      LOG.warn("signing keys and old logins could not be looked after", e);
    }
  }

  private void removeExpired() {
    try {
      int _ = entities.removeExpired();
    } catch (StoreUnavailableException e) {
      LOG.warn("what has expired could not be removed", e);
    }
  }

  private void writeUses() {
    List<KeyStore.Use> uses = authenticator.drainUses();
    if (uses.isEmpty()) {
      return;
    }
    try {
      keys.touch(uses);
    } catch (StoreUnavailableException e) {
      LOG.warn("the last use of {} keys could not be written down", uses.size(), e);
    }
  }

  /// Does it a last time.
  @Override
  public void close() {
    timer.shutdownNow();
    writeUses();
  }
}
