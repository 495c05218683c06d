package dev.memwarden.server.audit;

import dev.memwarden.auth.audit.AuditLog;
import dev.memwarden.auth.audit.AuditVerifier;
import dev.memwarden.auth.audit.ChainLink;
import dev.memwarden.auth.audit.Checkpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a running server does for its audit log once a minute: hands over what was counted, removes
/// what is old, and logs now and then how far the chains are, so that whoever keeps the log
/// elsewhere can tell whether entries were taken away from the end.
public final class AuditKeeping {
  private static final Logger LOG = LoggerFactory.getLogger(AuditKeeping.class);

  /// How many entries are removed in one transaction: writers wait for it.
  static final int CHUNK = 1_000;

  /// How many in a minute: more than can be written in it.
  private static final int MOST = 1_000_000;

  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofHours(1);

  private final AuditTrail trail;
  private final AuditLog log;
  private final AuditVerifier verifier;
  private final AuditConfig config;
  private final InstantSource clock;
  private Instant next = Instant.MIN;
  private List<ChainLink> logged = List.of();

  public AuditKeeping(
      AuditTrail trail,
      AuditLog log,
      AuditVerifier verifier,
      AuditConfig config,
      InstantSource clock) {
    this.trail = trail;
    this.log = log;
    this.verifier = verifier;
    this.config = config;
    this.clock = clock;
  }

  /// Does all of it once.
  ///
  /// @throws dev.memwarden.auth.StoreUnavailableException if the store cannot answer
  public void run() {
    trail.flush();
    prune();
    checkpoint();
  }

  private void prune() {
    Instant now = clock.instant();
    Instant before = now.minus(config.keepFor());
    int removed = 0;
    int last;
    do {
      last = log.prune(before, config.keepAtMost(), CHUNK, now);
      removed += last;
    } while (last == CHUNK && removed < MOST);
  }

  private void checkpoint() {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(BETWEEN_CHECKPOINTS);
    Checkpoint checkpoint = verifier.checkpoint();
    if (!checkpoint.heads().equals(logged)) {
      logged = checkpoint.heads();
      for (ChainLink head : logged) {
        LOG.atInfo()
            .addKeyValue("writer", head.writer())
            .addKeyValue("seq", head.seq())
            .addKeyValue("tag", head.tag())
            .log("audit log so far");
      }
    }
  }
}
