package dev.memwarden.server.http;

import dev.memwarden.auth.limit.AddressLimit;
import dev.memwarden.auth.limit.AtOnce;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the connections that are open, and keeps those out that are too many: in all, or from one
/// address, so that no one holds all. Whoever guesses credentials gets few new ones: a connection
/// for each guess costs more than the guess.
final class Door {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  /// Enough for whoever shares an address with one that guesses, and little work.
  static final int MOST_OF_GUESSERS = 500;

  private final int most;
  private final Predicate<InetAddress> proxies;
  private final AddressLimit failures;
  private final AddressLimit arrivals;
  private final AtomicInteger open = new AtomicInteger();
  private final AtOnce perAddress;
  private final AtomicLong keptOut = new AtomicLong();

  /// @param mostPerAddress how many of `most` one [AddressBlock] may have
  /// @param proxies may have any number, as many clients come through each
  /// @param failures to authenticate; an address that strains it may open only [#MOST_OF_GUESSERS]
  ///   connections a second
  /// @param nanos a monotonic clock
  Door(
      int most,
      int mostPerAddress,
      Predicate<InetAddress> proxies,
      AddressLimit failures,
      LongSupplier nanos) {
    this.most = most;
    this.perAddress = new AtOnce(mostPerAddress);
    this.proxies = proxies;
    this.failures = failures;
    this.arrivals = AddressLimit.perSecond(MOST_OF_GUESSERS, nanos);
  }

  /// How many are in.
  int open() {
    return open.get();
  }

  /// Whether one more may come in from there; then [#leave] must follow.
  boolean enter(InetAddress from) {
    if (open.incrementAndGet() <= most && isWelcome(from) && isFewFrom(from)) {
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
    if (!proxies.test(from)) {
      perAddress.end(from);
    }
  }

  /// Writes how many were kept out since the first that was logged. To be called once a minute.
  void report() {
    long times = keptOut.getAndSet(0);
    if (times > 1) {
      LOG.atWarn().addKeyValue("times", times - 1).log("too many connections again");
    }
  }

  private boolean isWelcome(InetAddress from) {
    return !failures.isStrainedBy(from) || proxies.test(from) || arrivals.count(from).isEmpty();
  }

  private boolean isFewFrom(InetAddress from) {
    return proxies.test(from) || perAddress.begin(from);
  }
}
