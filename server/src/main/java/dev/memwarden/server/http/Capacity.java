package dev.memwarden.server.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What all requests together may take up beyond their connections: threads that work, and bodies
/// in memory. Whoever gets none is told to come back, rather than queued where nobody sees it.
final class Capacity {
  // Of the room for bodies, for large ones of who is not known yet: they shall not take it all.
  private static final int PART_OF_STRANGERS = 4;

  private final int maxRequests;
  private final long maxBytes;
  private final long maxBytesOfStrangers;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong bytesOfStrangers = new AtomicLong();

  Capacity(int maxRequests, long maxBytes) {
    this.maxRequests = maxRequests;
    this.maxBytes = maxBytes;
    this.maxBytesOfStrangers = Math.max(maxBytes / PART_OF_STRANGERS, Pipeline.MAX_SIGNED_BODY);
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
  ///
  /// @param isLargeOfStranger whether it is one of those that have a part of the room only
  boolean hold(int more, boolean isLargeOfStranger) {
    if (isLargeOfStranger && !add(bytesOfStrangers, more, maxBytesOfStrangers)) {
      return false;
    }
    boolean fits = add(bytes, more, maxBytes);
    if (!fits && isLargeOfStranger) {
      bytesOfStrangers.addAndGet(-more);
    }
    return fits;
  }

  private static boolean add(AtomicLong held, int more, long most) {
    boolean fits = held.addAndGet(more) <= most;
    if (!fits) {
      held.addAndGet(-more);
    }
    return fits;
  }

  /// Gives back room, taken in the same way.
  void release(int held, boolean isLargeOfStranger) {
    bytes.addAndGet(-held);
    if (isLargeOfStranger) {
      bytesOfStrangers.addAndGet(-held);
    }
  }
}
