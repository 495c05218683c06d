package dev.memwarden.server.http;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Logs refusals with their real reason. The first of its kind in a minute is a line at once; the
/// rest of that minute is one line with their number, so that a flood cannot fill the disk. Never
/// logs a credential.
public final class AuthEvents {

  /// Most kinds that are told apart in a minute; what goes beyond is counted together.
  static final int MAX_KINDS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(AuthEvents.class);
  private static final long MINUTE_MILLIS = 60_000;

  /// What one line stands for.
  private record Kind(String reason, String address, String credential) {}

  private static final Kind OTHERS = new Kind("others", "many", "");

  private final InstantSource clock;
  private final Map<Kind, AtomicLong> repeats = new ConcurrentHashMap<>();
  private final AtomicLong minute = new AtomicLong();

  public AuthEvents(InstantSource clock) {
    this.clock = clock;
  }

  /// That a request was refused.
  ///
  /// @param who empty if the credential proves nobody
  void refused(
      Refusal why, Optional<Identity> who, InetAddress from, String correlationId, Match route) {
    rollOver();
    String credential = who.map(identity -> identity.credential().id()).orElse("");
    Kind kind = new Kind(why.name(), from.getHostAddress(), credential);
    if (repeats.size() >= MAX_KINDS && !repeats.containsKey(kind)) {
      kind = OTHERS;
    }
    if (repeats.computeIfAbsent(kind, _ -> new AtomicLong()).getAndIncrement() == 0) {
      LoggingEventBuilder line =
          LOG.atInfo()
              .addKeyValue("reason", kind.reason)
              .addKeyValue("address", kind.address)
              .addKeyValue("credential", kind.credential)
              .addKeyValue("request_id", correlationId)
              .addKeyValue("route", route);
      Hint.of(why).map(hint -> line.addKeyValue("hint", hint)).orElse(line).log("request refused");
    }
  }

  /// Writes what was only counted so far, such as before a stop.
  public void flush() {
    for (Kind kind : repeats.keySet()) {
      AtomicLong count = repeats.remove(kind);
      if (count != null && count.get() > 1) {
        LOG.atInfo()
            .addKeyValue("reason", kind.reason)
            .addKeyValue("address", kind.address)
            .addKeyValue("credential", kind.credential)
            .addKeyValue("times", count.get() - 1)
            .log("requests refused again");
      }
    }
  }

  private void rollOver() {
    long now = clock.millis() / MINUTE_MILLIS;
    long then = minute.get();
    if (now != then && minute.compareAndSet(then, now)) {
      flush();
    }
  }
}
