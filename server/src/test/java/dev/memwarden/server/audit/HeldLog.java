package dev.memwarden.server.audit;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.AuditEntry;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.AuditLog;
import dev.memwarden.auth.audit.AuditQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A log whose disk is full when a test says so, and which takes its time or has bugs when a test
/// says so.
final class HeldLog implements AuditLog {
  final List<AuditEvent> events = Collections.synchronizedList(new ArrayList<>());
  final List<String> pruned = new ArrayList<>();
  volatile boolean full;
  final AtomicInteger bugs = new AtomicInteger();
  final Semaphore asked = new Semaphore(0);
  volatile CountDownLatch hold = new CountDownLatch(0);
  int old;

  @Override
  public void append(List<AuditEvent> more) {
    asked.release();
    try {
      hold.await();
    } catch (InterruptedException e) {
      throw new StoreUnavailableException("interrupted", e);
    }
    if (full) {
      throw new StoreUnavailableException("the disk is full");
    }
    if (bugs.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("a bug");
    }
    events.addAll(more);
  }

  @Override
  public List<AuditEntry> list(Allow allow, AuditQuery query) {
    throw new UnsupportedOperationException("nobody reads here");
  }

  @Override
  public List<Chain> chains() {
    return List.of();
  }

  @Override
  public List<AuditEntry> links(String writer, long after, int limit) {
    return List.of();
  }

  @Override
  public int prune(Instant before, long most, int limit, Instant at) {
    pruned.add(before + " " + most);
    int now = Math.min(limit, old);
    old -= now;
    return now;
  }

  @Override
  public void onWithheld(Consumer<AuditEvent> listener) {}
}
