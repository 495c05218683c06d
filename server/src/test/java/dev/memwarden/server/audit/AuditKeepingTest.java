package dev.memwarden.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.auth.audit.AuditVerifier;
import dev.memwarden.auth.key.MasterKeyRing;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class AuditKeepingTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOON);

  private final HeldLog log = new HeldLog();

  @Test
  void what_is_old_is_removed_in_steps_until_nothing_is() {
    AuditConfig config = new AuditConfig(AuditConfig.Mode.FAIL_CLOSED, Duration.ofDays(30), 5_000);
    AuditChain chain = new AuditChain(MasterKeyRing.generate(new SecureRandom()));
    log.old = 2 * AuditKeeping.CHUNK + 1;

    new AuditKeeping(
            new AuditTrail(log, config.mode(), CLOCK),
            log,
            new AuditVerifier(log, chain, CLOCK),
            config,
            CLOCK)
        .run();

    assertThat(log.old).isZero();
    assertThat(log.pruned).hasSize(3).containsOnly("2026-10-23T12:00:00Z 5000");
  }
}
