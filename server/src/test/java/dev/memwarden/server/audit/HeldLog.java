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
import java.util.function.Consumer;

/// A log whose disk is full when a test says so, and which takes its time when a test says so.
final class HeldLog implements AuditLog {
  final List<AuditEvent> events = Collections.synchronizedList(new ArrayList<>());
  final List<String> pruned = new ArrayList<>();
  volatile boolean full;
  volatile CountDownLatch hold = new CountDownLatch(0);
  int old;

  @Override
  public void append(List<AuditEvent> more) {
    try {
      hold.await();
    } catch (InterruptedException e) {
      throw new StoreUnavailableException("interrupted", e);
    }
    if (full) {
      throw new StoreUnavailableException("the disk is full");
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
