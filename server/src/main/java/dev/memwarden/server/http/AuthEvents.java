package dev.memwarden.server.http;

import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.Auditor;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import dev.memwarden.auth.audit.Tally;
import dev.memwarden.auth.limit.Limit;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Tells the log and the auditor of refusals, with their real reason. The first of its kind in a
/// minute is told at once; the rest of that minute is one line and one entry with their number, so
/// that a flood cannot fill the disk. Never tells a credential.
public final class AuthEvents {

  /// Most kinds that are told apart in a minute; what goes beyond is counted together.
  static final int MAX_KINDS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(AuthEvents.class);
  private static final long MINUTE_MILLIS = 60_000;

  /// What one line stands for.
  private record Kind(String reason, String address, Actor actor) {}

  private static final Kind OTHERS = new Kind("others", "many", Actor.NOBODY);

  private final InstantSource clock;
  private final Auditor auditor;
  private final Tally<Kind> repeats = new Tally<>(MAX_KINDS, OTHERS);
  private final AtomicLong minute = new AtomicLong();

  /// Of a server that keeps no audit log.
  public AuthEvents(InstantSource clock) {
    this(clock, Auditor.NONE);
  }

  /// @param auditor hears of what is done and refused
  public AuthEvents(InstantSource clock, Auditor auditor) {
    this.clock = clock;
    this.auditor = auditor;
  }

  /// Who does the work of routes, and tells the same auditor.
  Audited audited() {
    return new Audited(auditor, clock);
  }

  /// That a credential proves nobody.
  void refused(Refusal why, Correlation request) {
    refused(why.name(), Hint.of(why), Actor.NOBODY, () -> Deed.of(""), request);
  }

  /// That somebody may not do this.
  void refused(Deny denial, Identity who, Correlation request) {
    refused(
        denial.why().name(),
        Hint.of(denial.why()),
        Actor.of(who),
        () -> Deed.of(List.of(denial.unmet())),
        request);
  }

  /// That a request was one too many.
  ///
  /// @param who empty if only the route knows
  void tooOften(Limit limit, Optional<Identity> who, Correlation request) {
    refused(
        "RATE_OF_" + limit.name(),
        Optional.empty(),
        who.map(Actor::of).orElse(Actor.NOBODY),
        () -> Deed.of(""),
        request);
  }

  private void refused(
      String reason, Optional<String> hint, Actor actor, Supplier<Deed> deed, Correlation request) {
    rollOver();
    Kind kind = new Kind(reason, request.address(), actor);
    if (repeats.add(kind)) {
      tell(kind, deed.get(), request, 1);
      LoggingEventBuilder line =
          LOG.atInfo()
              .addKeyValue("reason", kind.reason)
              .addKeyValue("address", kind.address)
              .addKeyValue("credential", actor.credential())
              .addKeyValue("request_id", request.request())
              .addKeyValue("route", request.via());
      hint.map(text -> line.addKeyValue("hint", text)).orElse(line).log("request refused");
    }
  }

  /// Writes what was only counted so far, such as before a stop.
  public void flush() {
    repeats.drainUntold().forEach(this::repeated);
  }

  private void repeated(Kind kind, long times) {
    tell(kind, Deed.of(""), new Correlation("", kind.address, ""), times);
    LOG.atInfo()
        .addKeyValue("reason", kind.reason)
        .addKeyValue("address", kind.address)
        .addKeyValue("credential", kind.actor.credential())
        .addKeyValue("times", times)
        .log("requests refused again");
  }

  private void tell(Kind kind, Deed deed, Correlation correlation, long times) {
    auditor.note(
        new AuditEvent(
            clock.instant(),
            AuditEvent.Kind.REFUSAL,
            kind.actor,
            deed,
            Ending.denied(kind.reason),
            correlation,
            times));
  }

  private void rollOver() {
    long now = clock.millis() / MINUTE_MILLIS;
    long then = minute.get();
    if (now != then && minute.compareAndSet(then, now)) {
      flush();
    }
  }
}
