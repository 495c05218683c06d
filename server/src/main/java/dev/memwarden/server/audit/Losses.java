package dev.memwarden.server.audit;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.AuditLog;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Events that could not be written down: how many there are is an alarm at once, and an entry as
/// soon as there can be one.
final class Losses {
  private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

  private final AuditLog log;
  private final InstantSource clock;
  private final AtomicLong unwritten = new AtomicLong();
  private final AtomicLong unreported = new AtomicLong();
  private final AtomicLong total = new AtomicLong();
  private final ReentrantLock writing = new ReentrantLock();

  Losses(AuditLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  long total() {
    return total.get();
  }

  /// So many were lost.
  void add(int number, RuntimeException why) {
    total.addAndGet(number);
    unreported.addAndGet(number);
    if (unwritten.getAndAdd(number) == 0) {
      LoggingEventBuilder line =
          LOG.atError()
              .addKeyValue("alarm", "audit_unavailable")
              .addKeyValue("cause", why.getMessage());
      // Of an outage, whoever reads this needs to know that, not where.
      (why instanceof StoreUnavailableException ? line : line.setCause(why))
          .log("what is done cannot be written into the audit log");
    }
  }

  /// Logs how many were lost since the last time: to be called once a minute.
  void report() {
    long number = unreported.getAndSet(0);
    if (number > 0) {
      LOG.atError()
          .addKeyValue("alarm", "audit_lost")
          .addKeyValue("times", number)
          .log("events are missing in the audit log");
    }
  }

  /// Makes sure that the log can be written, if the last time it could not.
  ///
  /// @throws StoreUnavailableException if it still cannot, or somebody is just trying
  void requireNone() {
    if (unwritten.get() == 0) {
      return;
    }
    // One tries; the others need not wait to be refused.
    if (!writing.tryLock()) {
      throw new StoreUnavailableException("the audit log cannot be written");
    }
    try {
      writeDown();
    } finally {
      writing.unlock();
    }
  }

  /// Writes an entry with the number of what was lost, if anything was.
  ///
  /// @throws StoreUnavailableException if it cannot be written
  void writeDown() {
    writing.lock();
    try {
      long number = unwritten.get();
      if (number > 0) {
        log.append(List.of(entry(number)));
        unwritten.addAndGet(-number);
        LOG.atWarn().addKeyValue("lost", number).log("the audit log is written again");
      }
    } finally {
      writing.unlock();
    }
  }

  private AuditEvent entry(long number) {
    return new AuditEvent(
        clock.instant(),
        AuditEvent.Kind.LOST,
        Actor.SERVER,
        Deed.of("audit_lost"),
        Ending.DONE,
        Correlation.NONE,
        number);
  }
}
