package dev.memwarden.server.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What all requests together may take up beyond their connections: threads that work, and bodies
/// in memory. Whoever gets none is told to come back, rather than queued where nobody sees it.
final class Capacity {
  private final int maxRequests;
  private final long maxBytes;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Capacity(int maxRequests, long maxBytes) {
    this.maxRequests = maxRequests;
    this.maxBytes = maxBytes;
  }

  /// How many requests are worked on.
  int working() {
    return requests.get();
  }

  /// How much room bodies take, in bytes.
  long held() {
    return bytes.get();
  }

  /// Takes a place for one request to be worked on, if there is one; [#end] gives it back.
  boolean begin() {
    boolean free = requests.incrementAndGet() <= maxRequests;
    if (!free) {
      requests.decrementAndGet();
    }
    return free;
  }

  /// Gives back a place.
  void end() {
    requests.decrementAndGet();
  }

  /// Takes room for some bytes of a body, if there is any; [#release] gives it back.
  boolean hold(int more) {
    boolean fits = bytes.addAndGet(more) <= maxBytes;
    if (!fits) {
      bytes.addAndGet(-more);
    }
    return fits;
  }

  /// Gives back room.
  void release(int held) {
    bytes.addAndGet(-held);
  }
}
