package dev.memwarden.server.http;

import java.net.InetAddress;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the connections that are open, and keeps those out that are too many.
final class Door {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private final int most;
  private final OptionalInt mostPerAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
  private final AtomicLong keptOut = new AtomicLong();

  /// @param mostPerAddress empty for no such limit
  Door(int most, OptionalInt mostPerAddress) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
  }

  /// Whether one more may come in from there; then [#leave] must follow.
  boolean enter(InetAddress from) {
    if (open.incrementAndGet() <= most && isFewFrom(from)) {
      return true;
    }
    open.decrementAndGet();
    if (keptOut.getAndIncrement() == 0) {
      LOG.atWarn().addKeyValue("address", from.getHostAddress()).log("too many connections");
    }
    return false;
  }

  /// One that came in is gone.
  void leave(InetAddress from) {
    open.decrementAndGet();
    if (mostPerAddress.isPresent()) {
      perAddress.computeIfPresent(from, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  /// Writes how many were kept out since the first that was logged. To be called once a minute.
  void report() {
    long times = keptOut.getAndSet(0);
    if (times > 1) {
      LOG.atWarn().addKeyValue("times", times - 1).log("too many connections again");
    }
  }

  private boolean isFewFrom(InetAddress from) {
    if (mostPerAddress.isEmpty()) {
      return true;
    }
    if (perAddress.merge(from, 1, Integer::sum) <= mostPerAddress.getAsInt()) {
      return true;
    }
    perAddress.computeIfPresent(from, (_, count) -> count == 1 ? null : count - 1);
    return false;
  }
}
