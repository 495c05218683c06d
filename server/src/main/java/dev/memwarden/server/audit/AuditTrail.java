package dev.memwarden.server.audit;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Rounds;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.AuditLog;
import dev.memwarden.auth.audit.Auditor;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import dev.memwarden.auth.audit.Tally;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes events into the log.
///
/// - **Closed**: [#record] returns when the event is durable, and throws when it cannot be; from
///   then on [#ready] refuses everything before it is done, until the log can be written again.
/// - **Open**: nobody waits; a thread writes what has come together. What it cannot write, or what
///   comes too fast for it, is lost.
/// - Nobody waits for refusals and for what touches no memory; they are counted per minute, so that
///   a flood of them fills no disk.
///
/// Whatever is lost is counted, raises an alarm, and leaves an entry with its number as soon as the
/// log can be written again. Thread-safe.
public final class AuditTrail implements Auditor, AutoCloseable {

  /// Most credentials and ways that are told apart in a minute; others are counted together.
  static final int MAX_CHECKS = 1_000;

  /// Most records that are told apart in a minute.
  static final int MAX_WITHHELD = 100;

  /// Events that may wait to be written.
  static final int QUEUE = 10_000;

  private static final int BATCH = 256;
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
  private static final Check OTHER_CHECKS = new Check(Optional.empty(), "");
  private static final AuditEvent OTHER_RECORDS =
      new AuditEvent(
          Instant.EPOCH,
          AuditEvent.Kind.WITHHELD,
          Actor.SERVER,
          Deed.of("record_withheld"),
          Ending.denied("INTEGRITY"),
          Correlation.NONE);

  // Ends the thread: an interrupt could hit it in the middle of a write.
  private static final AuditEvent END = OTHER_RECORDS.times(Instant.EPOCH, 0);

  private final AuditLog log;
  private final AuditConfig.Mode mode;
  private final InstantSource clock;
  private final Losses losses;
  private final BlockingQueue<AuditEvent> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Tally<Check> checks = new Tally<>(MAX_CHECKS, OTHER_CHECKS);
  private final Tally<AuditEvent> withheld = new Tally<>(MAX_WITHHELD, OTHER_RECORDS);
  private final Thread thread = Thread.ofVirtual().name("memwarden-audit").unstarted(this::run);

  /// One that writes until it is closed.
  ///
  /// @param log who keeps the events; used after [#close] no more
  public static AuditTrail started(AuditLog log, AuditConfig.Mode mode, InstantSource clock) {
    AuditTrail trail = new AuditTrail(log, mode, clock);
    trail.thread.start();
    return trail;
  }

  /// One that writes what nobody waits for only when it is flushed.
  AuditTrail(AuditLog log, AuditConfig.Mode mode, InstantSource clock) {
    this.log = log;
    this.mode = mode;
    this.clock = clock;
    this.losses = new Losses(log, clock);
  }

  @Override
  public void ready() {
    if (mode == AuditConfig.Mode.FAIL_CLOSED) {
      losses.requireNone();
    }
  }

  @Override
  public void record(AuditEvent event) {
    switch (mode) {
      case FAIL_CLOSED ->
          // Whatever fails, this was done and is not in the log.
          Rounds.attempt(() -> log.append(List.of(event)))
              .ifPresent(why -> {
                losses.add(1, why);
                throw why;
              });
      case FAIL_OPEN -> offer(event);
      case OFF -> {}
    }
  }

  @Override
  public void note(AuditEvent event) {
    if (mode != AuditConfig.Mode.OFF) {
      offer(event);
    }
  }

  /// That a record was withheld. The first time in a minute is told at once, the others are
  /// counted: whoever asks for it again and again fills no disk.
  public void withheld(AuditEvent event) {
    if (withheld.add(event.alike())) {
      note(event);
    }
  }

  @Override
  public void count(Identity who, Object via) {
    if (mode != AuditConfig.Mode.OFF) {
      boolean _ = checks.add(new Check(Optional.of(who), via));
    }
  }

  /// How many events were lost since the start.
  public long lost() {
    return losses.total();
  }

  /// Hands over what was only counted so far: to be called once a minute.
  public void flush() {
    Instant now = clock.instant();
    withheld.drainUntold().forEach((like, times) -> note(like.times(now, times)));
    checks.drain().forEach((check, times) -> note(check.event().times(now, times)));
    losses.report();
  }

  private void offer(AuditEvent event) {
    if (!queue.offer(event)) {
      losses.add(1, new StoreUnavailableException("too many events are waiting"));
    }
  }

  private void run() {
    try {
      boolean ended = false;
      while (!ended) {
        List<AuditEvent> batch = new ArrayList<>(List.of(queue.take()));
        queue.drainTo(batch, BATCH - 1);
        ended = batch.remove(END);
        write(batch);
      }
    } catch (InterruptedException _) {
      LOG.debug("audit trail ends"); // what waits is written by whoever closes
    }
  }

  /// Writes what waits.
  void drain() {
    List<AuditEvent> batch = new ArrayList<>();
    while (queue.drainTo(batch, BATCH) > 0) {
      write(batch);
      batch.clear();
    }
  }

  private void write(List<AuditEvent> batch) {
    if (batch.isEmpty()) {
      return;
    }
    Rounds.attempt(
            () -> {
              losses.writeDown();
              log.append(batch);
            })
        .ifPresent(why -> losses.add(batch.size(), why));
  }

  /// Writes what was counted and what waits, and ends.
  @Override
  public void close() {
    if (thread.isAlive()) {
      end();
    }
    flush();
    drain();
  }

  private void end() {
    try {
      queue.put(END);
      thread.join();
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
