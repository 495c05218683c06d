package dev.memwarden.server.http;

import dev.memwarden.auth.limit.AddressBlock;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the connections that are open, and keeps those out that are too many: in all, or from one
/// address, so that no one holds all.
final class Door {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private final int most;
  private final int mostPerAddress;
  private final Predicate<InetAddress> proxies;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<Long, Integer> perAddress = new ConcurrentHashMap<>();
  private final AtomicLong keptOut = new AtomicLong();

  /// @param mostPerAddress how many of `most` one [AddressBlock] may have
  /// @param proxies may have any number, as many clients come through each
  Door(int most, int mostPerAddress, Predicate<InetAddress> proxies) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
    this.proxies = proxies;
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
    forget(from);
  }

  /// Writes how many were kept out since the first that was logged. To be called once a minute.
  void report() {
    long times = keptOut.getAndSet(0);
    if (times > 1) {
      LOG.atWarn().addKeyValue("times", times - 1).log("too many connections again");
    }
  }

  private boolean isFewFrom(InetAddress from) {
    if (perAddress.merge(AddressBlock.of(from), 1, Integer::sum) <= mostPerAddress
        || proxies.test(from)) {
      return true;
    }
    forget(from);
    return false;
  }

  private void forget(InetAddress from) {
    perAddress.computeIfPresent(AddressBlock.of(from), (_, count) -> count == 1 ? null : count - 1);
  }
}
